import { SendTaskFailureCommand, SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ended, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("fails the state under its name", async () => {
  const { executionArn, taskToken } = await target.waitForToken();
  await target.client.send(new SendTaskFailureCommand({ taskToken, error: "REJECTED", cause: "why" }));
  expect(await ended(target, executionArn)).toMatchObject({
    status: "FAILED",
    error: "REJECTED",
    cause: "why",
  });
});

test("fails the state without a name, too", async () => {
  const { executionArn, taskToken } = await target.waitForToken();
  await target.client.send(new SendTaskFailureCommand({ taskToken }));
  expect((await ended(target, executionArn)).status).toBe("FAILED");
});

test("refuses an error of more than 256 characters", async () => {
  const { taskToken } = await target.waitForToken();
  const sent = target.client.send(new SendTaskFailureCommand({ taskToken, error: "x".repeat(257) }));
  await expect(sent).rejects.toMatchObject({ name: "ValidationException" });
});

test("refuses a token that is spent, and one that no execution made", async () => {
  const { taskToken } = await target.waitForToken();
  await target.client.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
  await expect(target.client.send(new SendTaskFailureCommand({ taskToken }))).rejects.toMatchObject({
    name: "TaskTimedOut",
  });
  const made = target.client.send(new SendTaskFailureCommand({ taskToken: "NoSuchTaskToken" }));
  await expect(made).rejects.toMatchObject({ name: "InvalidToken" });
});
