import * as z from "zod";
import { parseParameters } from "../../../lambda/query/http/parameters.ts";

const Body = z.strictObject({ options: z.array(z.enum(["visual", "audio"])) });

function messageOf(value: unknown): string {
  try {
    parseParameters(Body, value);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

test("names every field at fault", () => {
  const message = messageOf({ options: ["visual", "smell", "taste"] });
  expect(message).toContain("options.1");
  expect(message).toContain("options.2");
});

test.each([
  ["values", { options: Array.from({ length: 10_000 }, () => "smell") }],
  ["names", { options: [], ...Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`x${at}`, 1])) }],
])("thousands of wrong %s make a message of a few sentences", (_, value) => {
  const message = messageOf(value);
  expect(message.length).toBeLessThan(1_000);
  expect(message).toMatch(/and \d+ more/);
});
