import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
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

test("ends an execution with error and cause", async () => {
  const { executionArn } = await start(await target.create(waitLong), "{}");
  await target.client.send(new StopExecutionCommand({ executionArn, error: "E", cause: "C" }));
  const found = await target.client.send(new DescribeExecutionCommand({ executionArn }));
  expect(found).toMatchObject({ status: "ABORTED", error: "E", cause: "C", redriveStatus: "REDRIVABLE" });
  const { events = [] } = await target.client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events.at(-1)).toMatchObject({ type: "ExecutionAborted", previousEventId: 0 });
});

test("leaves an execution that has ended as it is", async () => {
  const { executionArn } = await runOn(target, pass);
  await target.client.send(new StopExecutionCommand({ executionArn, error: "E" }));
  const found = await target.client.send(new DescribeExecutionCommand({ executionArn }));
  expect(found).toMatchObject({ status: "SUCCEEDED" });
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
  await expect(target.client.send(new StopExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name,
  });
});
