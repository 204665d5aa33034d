import {
  DescribeExecutionCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ended, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("leaves the task waiting for its answer", async () => {
  const { executionArn, taskToken } = await target.waitForToken({ HeartbeatSeconds: 9_000_000 });
  for (let beat = 0; beat < 3; beat += 1) {
    await target.client.send(new SendTaskHeartbeatCommand({ taskToken }));
  }
  const { status } = await target.client.send(new DescribeExecutionCommand({ executionArn }));
  expect(status).toBe("RUNNING");
  await target.client.send(new SendTaskSuccessCommand({ taskToken, output: '"done"' }));
  expect((await ended(target, executionArn)).output).toBe('"done"');
});

test("is no error for a task that needs none", async () => {
  const { taskToken } = await target.waitForToken();
  await target.client.send(new SendTaskHeartbeatCommand({ taskToken }));
});

test("refuses a token that is spent, and one that no execution made", async () => {
  const { taskToken } = await target.waitForToken();
  await target.client.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
  await expect(target.client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject({
    name: "TaskTimedOut",
  });
  const made = target.client.send(new SendTaskHeartbeatCommand({ taskToken: "NoSuchTaskToken" }));
  await expect(made).rejects.toMatchObject({ name: "InvalidToken" });
});
