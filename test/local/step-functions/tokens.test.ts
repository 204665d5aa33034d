import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, expect, test } from "@jest/globals";
import { wallClock } from "../../../local/clock.ts";
import { ServiceError } from "../../../local/service.ts";
import { developer } from "../serve.ts";
import { Host, messageSent, tokenTask } from "./host.ts";

let host: Host;
afterEach(() => host.remove());

const waiting = (rest: object = {}) => ({ StartAt: "A", States: { A: tokenTask(rest) } });
const succeed = (taskToken: string, output: unknown = { ok: true }) =>
  host.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));

test("an answer that comes before the call returns is taken, even when the call then fails", async () => {
  let returned = () => {};
  host = await Host.start({
    clock: wallClock(),
    services: {
      SendMessage: () =>
        new Promise((_, reject) => {
          returned = () => reject(new ServiceError("InternalError", "too late"));
        }),
    },
  });
  const arn = await host.startExecution(host.create(waiting()));
  await succeed(await host.token(), "early");
  returned();
  expect((await host.ended(arn)).output).toBe("early");
});

test("a call that fails fails the state at once", async () => {
  host = await Host.start({
    services: {
      SendMessage: () => {
        throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
      },
    },
  });
  const found = await host.run(waiting({ TimeoutSeconds: 9_000_000 }));
  expect(found.error).toBe("SQS.QueueDoesNotExistException");
  await expect(succeed(await host.token())).rejects.toMatchObject({ name: "TaskTimedOut" });
});

test("nobody answers: States.Timeout, and the late answer is refused", async () => {
  host = await Host.start({ services: messageSent });
  const found = await host.run(waiting({ TimeoutSeconds: 60 }));
  expect(found).toMatchObject({ error: "States.Timeout", cause: undefined });
  await expect(succeed(await host.token())).rejects.toMatchObject({ name: "TaskTimedOut" });
});

test.each(["States.Timeout", "States.HeartbeatTimeout"])(
  "a missed heartbeat is caught as %s",
  async (name) => {
    host = await Host.start({ services: messageSent });
    const found = await host.run({
      StartAt: "A",
      States: {
        A: tokenTask({ HeartbeatSeconds: 30, Catch: [{ ErrorEquals: [name], Next: "Z" }] }),
        Z: { Type: "Pass", End: true },
      },
    });
    expect(found.output).toEqual({ Error: "States.Timeout", Cause: "" });
  },
);

test("heartbeats keep a task alive, but not beyond its timeout", async () => {
  host = await Host.start({ services: messageSent, clock: wallClock(100) });
  const arn = await host.startExecution(host.create(waiting({ HeartbeatSeconds: 30, TimeoutSeconds: 60 })));
  const taskToken = await host.token();
  let beats = 0;
  try {
    // One beat in about one second of the fast clock.
    for (; beats < 1000; beats++) {
      await host.client.send(new SendTaskHeartbeatCommand({ taskToken }));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } catch (error) {
    expect((error as Error).name).toBe("TaskTimedOut");
  }
  expect(await host.ended(arn)).toMatchObject({ error: "States.Timeout" });
  const events = await host.events(arn);
  const time = (type: string) => Number(events.find((event) => event.type === type)?.timestamp);
  // 30 s is when it would have ended without beats.
  expect(time("TaskTimedOut") - time("TaskScheduled")).toBeGreaterThan(45_000);
});

test("a retried task has a new token; the old one is spent", async () => {
  host = await Host.start({ services: messageSent });
  const Retry = [{ ErrorEquals: ["Again"] }];
  const arn = await host.startExecution(host.create(waiting({ Retry })));
  const first = await host.token(0);
  await host.client.send(new SendTaskFailureCommand({ taskToken: first, error: "Again" }));
  const second = await host.token(1);
  expect(second).not.toBe(first);
  await expect(succeed(first)).rejects.toMatchObject({ name: "TaskTimedOut" });
  await succeed(second);
  expect((await host.ended(arn)).status).toBe("SUCCEEDED");
});

test("a thousand open tokens are answered in any order", async () => {
  host = await Host.start({ services: messageSent });
  const machine = host.create(waiting({ TimeoutSeconds: 9_000_000 }));
  // Straight to the stand-in: a thousand connections would be the longest part of it.
  const call = (operation: string, input: object) => host.running.sfn.execute(operation, input, developer);
  const starts = Array.from({ length: 1000 }, () => call("StartExecution", { stateMachineArn: machine }));
  const arns = (await Promise.all(starts)).map(
    (started) => (started as { executionArn: string }).executionArn,
  );
  await host.until(() => (host.sent.length === 1000 ? true : undefined));
  const tokens = host.sent.map(({ input }) => JSON.parse(String(input["MessageBody"])).token).reverse();
  await Promise.all(
    tokens.map((taskToken: string, n: number) => call("SendTaskSuccess", { taskToken, output: String(n) })),
  );
  const outputs: number[] = [];
  for (const executionArn of arns) {
    const output = async (): Promise<string> =>
      ((await call("DescribeExecution", { executionArn })) as { output?: string }).output ?? (await output());
    outputs.push(JSON.parse(await output()));
  }
  expect(outputs.toSorted((a, b) => a - b)).toEqual(tokens.map((_: string, n: number) => n));
}, 30_000);

test("a failure without error and cause is caught with null for both", async () => {
  host = await Host.start({ services: messageSent });
  const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Z" }];
  const States = { A: tokenTask({ Catch }), Z: { Type: "Pass", End: true } };
  const arn = await host.startExecution(host.create({ StartAt: "A", States }));
  await host.client.send(new SendTaskFailureCommand({ taskToken: await host.token() }));
  expect((await host.ended(arn)).output).toEqual({ Error: null, Cause: null });
});
