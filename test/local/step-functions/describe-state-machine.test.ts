import { DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pass } from "./machines.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("shows the definition", async () => {
  const stateMachineArn = await target.create(pass);
  const found = await target.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(found).toMatchObject({ status: "ACTIVE", type: "STANDARD", stateMachineArn });
  expect(JSON.parse(found.definition ?? "")).toEqual({ QueryLanguage: "JSONata", ...pass });
});

test("leaves the definition out on request", async () => {
  const stateMachineArn = await target.create(pass);
  const found = await target.client.send(
    new DescribeStateMachineCommand({ stateMachineArn, includedData: "METADATA_ONLY" }),
  );
  expect(found).toMatchObject({ status: "ACTIVE", stateMachineArn });
  expect(found.definition).toBeUndefined();
});

test.each([
  ["an ARN that is none", async () => "not_a_valid_arn", "InvalidArn"],
  [
    "a machine that is not there",
    async () => `${await target.create(pass)}-none`,
    "StateMachineDoesNotExist",
  ],
])("refuses %s", async (_, arn, name) => {
  const stateMachineArn = await arn();
  await expect(
    target.client.send(new DescribeStateMachineCommand({ stateMachineArn })),
  ).rejects.toMatchObject({ name });
});
