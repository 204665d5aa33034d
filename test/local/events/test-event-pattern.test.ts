import { TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { anEvent } from "./factories.ts";
import { invalidPatterns, patternCases } from "./pattern-cases.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const ask = (pattern: unknown, event: unknown) =>
  target.client.send(
    new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) }),
  );

test.each(patternCases)("%s", async (_, pattern, detail, expected) => {
  expect((await ask({ detail: pattern }, anEvent({ detail }))).Result).toBe(expected);
});

test.each(invalidPatterns)("refuses %s", async (_, pattern) => {
  await expect(ask(pattern, anEvent())).rejects.toMatchObject({ name: "InvalidEventPatternException" });
});

test("refuses an event without envelope", async () => {
  await expect(ask({ source: ["x"] }, { source: "x" })).rejects.toMatchObject({
    name: "ValidationException",
  });
});
