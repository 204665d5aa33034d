import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { missingExecution, pass, waitLong } from "./machines.ts";
import { openTarget, runOn, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const start = (stateMachineArn: string, input: string, name?: string) =>
  target.client.send(new StartExecutionCommand({ stateMachineArn, input, name }));

test("runs an execution again that was stopped, under its ARN", async () => {
  const { executionArn } = await start(await target.create(waitLong), "{}");
  await target.client.send(new StopExecutionCommand({ executionArn }));
  const { redriveDate } = await target.client.send(new RedriveExecutionCommand({ executionArn }));
  const found = await target.client.send(new DescribeExecutionCommand({ executionArn }));
  expect(found).toMatchObject({ status: "RUNNING", redriveCount: 1, redriveDate });
  expect(found.stopDate).toBeUndefined();
});

test("refuses what runs", async () => {
  const { executionArn } = await start(await target.create(waitLong), "{}");
  await expect(target.client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: "ExecutionNotRedrivable",
  });
});

test("refuses what succeeded", async () => {
  const { executionArn } = await runOn(target, pass);
  await expect(target.client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: "ExecutionNotRedrivable",
  });
});

test.each([
  ["an ARN that is none", async () => "not_a_valid_arn", "InvalidArn"],
  [
    "an execution that is not there",
    async () => missingExecution(await target.create(pass)),
    "ExecutionDoesNotExist",
  ],
])("refuses %s", async (_, arn, name) => {
  const executionArn = await arn();
  await expect(target.client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name,
  });
});
