import {
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ended, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const succeed = (taskToken: string, output: unknown = { ok: true }) =>
  target.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));

test("makes its output the result of the task", async () => {
  const { executionArn, taskToken } = await target.waitForToken();
  await succeed(taskToken, { a: 1 });
  expect(JSON.parse((await ended(target, executionArn)).output ?? "")).toEqual({ a: 1 });
  const { events = [] } = await target.client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events.map(({ type }) => type).slice(2, -2)).toEqual([
    "TaskScheduled",
    "TaskStarted",
    "TaskSubmitted",
    "TaskSucceeded",
  ]);
});

test("takes one of two answers", async () => {
  const { executionArn, taskToken } = await target.waitForToken();
  const answers = await Promise.allSettled([succeed(taskToken, 1), succeed(taskToken, 2)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await ended(target, executionArn)).output).toBe(answers[0]?.status === "fulfilled" ? "1" : "2");
});

test("refuses the token of an execution that was stopped", async () => {
  const { executionArn, taskToken } = await target.waitForToken();
  await target.client.send(new StopExecutionCommand({ executionArn }));
  await expect(succeed(taskToken)).rejects.toMatchObject({ name: "TaskTimedOut" });
  expect((await ended(target, executionArn)).status).toBe("ABORTED");
});

test("refuses a token that no execution made", async () => {
  await expect(succeed("NoSuchTaskToken")).rejects.toMatchObject({
    name: "InvalidToken",
    message: "Invalid Token: 'Invalid token'",
  });
});

test("refuses an output that is no JSON, which spends no token", async () => {
  const { taskToken } = await target.waitForToken();
  await expect(
    target.client.send(new SendTaskSuccessCommand({ taskToken, output: "{no" })),
  ).rejects.toMatchObject({ name: "InvalidOutput" });
  await succeed(taskToken);
});
