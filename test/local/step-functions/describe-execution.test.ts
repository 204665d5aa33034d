import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { missingExecution, pass } from "./machines.ts";
import { openTarget, runOn, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("shows an execution that succeeded", async () => {
  const found = await runOn(target, pass, { a: 1 });
  expect(found).toMatchObject({
    status: "SUCCEEDED",
    input: '{"a":1}',
    inputDetails: { included: true },
    output: '{"a":1}',
    outputDetails: { included: true },
    redriveCount: 0,
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
  });
  expect(Number(found.stopDate)).toBeGreaterThanOrEqual(Number(found.startDate));
});

test("refuses what does not exist", async () => {
  const describe = (executionArn: string) =>
    target.client.send(new DescribeExecutionCommand({ executionArn }));
  await expect(describe("not_a_valid_arn")).rejects.toMatchObject({
    name: "InvalidArn",
    message: "Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'",
  });
  const missing = missingExecution(await target.create(pass));
  await expect(describe(missing)).rejects.toMatchObject({ name: "ExecutionDoesNotExist" });
});

test("shows why an execution failed", async () => {
  const fail = { StartAt: "F", States: { F: { Type: "Fail", Error: "Broken", Cause: "on purpose" } } };
  const found = await runOn(target, fail);
  expect(found).toMatchObject({
    status: "FAILED",
    error: "Broken",
    cause: "on purpose",
    redriveStatus: "REDRIVABLE",
  });
  expect(found.output).toBeUndefined();
});

test("leaves the data out on request", async () => {
  const { executionArn } = await runOn(target, pass, { secret: 1 });
  const found = await target.client.send(
    new DescribeExecutionCommand({ executionArn, includedData: "METADATA_ONLY" }),
  );
  expect(found).toMatchObject({ status: "SUCCEEDED", inputDetails: { included: false } });
  expect([found.input, found.output]).toEqual([undefined, undefined]);
});
