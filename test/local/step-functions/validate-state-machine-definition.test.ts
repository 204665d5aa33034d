import { ValidateStateMachineDefinitionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pass } from "./machines.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("tells good from bad", async () => {
  const validate = (definition: object) =>
    target.client.send(new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) }));
  expect((await validate({ QueryLanguage: "JSONata", ...pass })).result).toBe("OK");
  expect((await validate({ QueryLanguage: "JSONata", StartAt: "A" })).result).toBe("FAIL");
});

test.each([
  ["no JSON", "{"],
  [
    "a state that leads nowhere",
    JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } }),
  ],
  ["an unknown type of state", JSON.stringify({ StartAt: "A", States: { A: { Type: "Jump", End: true } } })],
])("finds the error in %s", async (_, definition) => {
  const found = await target.client.send(new ValidateStateMachineDefinitionCommand({ definition }));
  expect(found).toMatchObject({
    result: "FAIL",
    diagnostics: [{ severity: "ERROR", code: expect.any(String), message: expect.any(String) }],
  });
});

test("refuses an empty text", async () => {
  const validate = new ValidateStateMachineDefinitionCommand({ definition: "" });
  await expect(target.client.send(validate)).rejects.toMatchObject({ name: "ValidationException" });
});
