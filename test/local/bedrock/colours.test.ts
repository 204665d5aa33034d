import { nameColour } from "../../../local/bedrock/media/colours.ts";

it.each([
  ["red", 255, 0, 0],
  ["red", 139, 0, 0],
  ["orange", 255, 165, 0],
  ["orange", 255, 140, 0],
  ["yellow", 255, 255, 0],
  ["yellow", 255, 215, 0],
  ["green", 0, 128, 0],
  ["green", 50, 205, 50],
  ["cyan", 0, 255, 255],
  ["cyan", 0, 128, 128],
  ["blue", 0, 0, 255],
  ["blue", 70, 130, 180],
  ["navy", 0, 0, 128],
  ["navy", 25, 25, 112],
  ["purple", 128, 0, 128],
  ["purple", 138, 43, 226],
  ["pink", 255, 192, 203],
  ["pink", 255, 105, 180],
  ["brown", 165, 42, 42],
  ["brown", 139, 69, 19],
  ["brown", 160, 82, 45],
  ["white", 255, 255, 255],
  ["white", 245, 245, 245],
  ["gray", 128, 128, 128],
  ["gray", 211, 211, 211],
  ["gray", 70, 70, 70],
  ["black", 0, 0, 0],
  ["black", 20, 20, 20],
])("calls %s what people call so (%i, %i, %i)", (name, r, g, b) => {
  expect(nameColour(r, g, b)).toBe(name);
});
