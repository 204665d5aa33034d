import { FoundLists } from "../../../local/s3-vectors/found-lists.ts";

const hits = (name: string) => [`${name}1`, `${name}2`];
const never = () => {
  throw new Error("not asked for");
};

it("finds once what is asked for again", () => {
  const found = new FoundLists<string>();
  found.of("a", () => hits("a"));
  found.of("b", () => hits("b"));
  expect(found.of("a", never)).toEqual(hits("a"));
});

it("keeps the eight lists that were asked for last", () => {
  const found = new FoundLists<string>();
  for (const name of "abcdefgh") found.of(name, () => hits(name));
  found.of("a", never);
  found.of("i", () => hits("i"));
  expect(found.of("a", never)).toEqual(hits("a"));
  expect(found.of("b", () => hits("new"))).toEqual(hits("new"));
});

it("keeps nothing after a change", () => {
  const found = new FoundLists<string>();
  found.of("a", () => hits("a"));
  found.forget();
  expect(found.of("a", () => hits("new"))).toEqual(hits("new"));
});
