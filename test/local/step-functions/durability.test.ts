import { SendTaskSuccessCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { afterEach, expect, test } from "@jest/globals";
import { type Clock, wallClock } from "../../../local/clock.ts";
import { Host, lambdaTask, messageSent, tokenTask } from "./host.ts";

let host: Host;
afterEach(() => host.remove());

const never = new Promise(() => {});

test("does not run a finished step again", async () => {
  host = await Host.start({ functions: { first: () => ({ done: 1 }), second: () => never } });
  const arn = await host.startExecution(
    host.create({ StartAt: "A", States: { A: lambdaTask("first", { Next: "B" }), B: lambdaTask("second") } }),
  );
  await host.until(() => host.invocations[1]);
  await host.kill();
  await host.boot({ functions: { second: () => ({ done: 2 }) } });
  expect((await host.ended(arn)).output.Payload).toEqual({ done: 2 });
  // The interrupted attempt is made again, the finished one is not.
  expect(host.invocations.map(({ name }) => name)).toEqual(["first", "second", "second"]);
  const types = await host.types(arn);
  expect(types.filter((type) => type === "TaskScheduled")).toHaveLength(2);
  const ids = (await host.events(arn)).map(({ id }) => id);
  expect(ids).toEqual(ids.map((_, index) => index + 1));
});

test("keeps variables and random values of states that were left", async () => {
  host = await Host.start({ functions: { slow: () => never } });
  const arn = await host.startExecution(
    host.create({
      StartAt: "A",
      States: {
        A: { Type: "Pass", Assign: { id: "{% $uuid() %}", at: "{% $millis() %}" }, Next: "B" },
        B: lambdaTask("slow", { Arguments: { FunctionName: "slow", Payload: "{% [$id, $at] %}" } }),
      },
    }),
  );
  await host.until(() => host.invocations[0]);
  await host.kill();
  await host.boot({ functions: { slow: (payload) => payload } });
  const { output } = await host.ended(arn);
  expect(output.Payload).toEqual(host.invocations[0]?.payload);
});

test("an open token stays the same and its message is not sent again", async () => {
  host = await Host.start({ services: messageSent });
  const arn = await host.startExecution(
    host.create({ StartAt: "A", States: { A: tokenTask({ TimeoutSeconds: 90_000 }) } }),
  );
  const taskToken = await host.token();
  await host.until(() => host.sent[0]);
  await settled(arn, "TaskSubmitted");
  await host.kill();
  await host.boot();
  await host.client.send(new SendTaskSuccessCommand({ taskToken, output: '{"late":true}' }));
  expect((await host.ended(arn)).output).toEqual({ late: true });
  expect(host.sent).toHaveLength(1);
});

test("the deadline of a token counts from before the restart", async () => {
  const clock = settableClock();
  host = await Host.start({ services: messageSent, clock });
  const arn = await host.startExecution(
    host.create({ StartAt: "A", States: { A: tokenTask({ TimeoutSeconds: 100 }) } }),
  );
  await settled(arn, "TaskSubmitted");
  await host.kill();
  clock.advance(101_000);
  await host.boot();
  expect(await host.ended(arn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
});

test("an answer that was taken before the kill is not lost", async () => {
  host = await Host.start({ services: messageSent, functions: { next: () => never } });
  const arn = await host.startExecution(
    host.create({ StartAt: "A", States: { A: tokenTask({ Next: "B" }), B: lambdaTask("next") } }),
  );
  const taskToken = await host.token();
  const sent = host.client.send(new SendTaskSuccessCommand({ taskToken, output: '"yes"' }));
  await sent;
  await host.kill();
  await host.boot({ functions: { next: (payload) => payload } });
  expect((await host.ended(arn)).output.Payload).toBe("yes");
});

test("finished branches and iterations are not run again", async () => {
  host = await Host.start({ functions: { quick: (payload) => payload, slow: () => never } });
  const arn = await host.startExecution(
    host.create({
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [
            { StartAt: "Quick", States: { Quick: lambdaTask("quick", { Output: "quick" }) } },
            {
              StartAt: "M",
              States: {
                M: {
                  Type: "Map",
                  Items: [1, 2, 3],
                  ItemProcessor: {
                    StartAt: "Which",
                    States: {
                      Which: {
                        Type: "Choice",
                        Choices: [{ Condition: "{% $states.input = 2 %}", Next: "Slow" }],
                        Default: "Fast",
                      },
                      Fast: lambdaTask("quick", { Output: "{% $states.result.Payload %}" }),
                      Slow: lambdaTask("slow", { Output: "{% $states.result.Payload %}" }),
                    },
                  },
                  End: true,
                },
              },
            },
          ],
          End: true,
        },
      },
    }),
  );
  await settled(arn, "MapIterationSucceeded", 2);
  await settled(arn, "TaskStateExited", 3);
  await host.kill();
  await host.boot({ functions: { quick: () => "again", slow: (payload) => payload } });
  expect((await host.ended(arn)).output).toEqual(["quick", [1, 2, 3]]);
  expect(host.invocations.filter(({ name }) => name === "quick")).toHaveLength(3);
});

test("a retry that was due waits on and counts on", async () => {
  host = await Host.start({
    functions: { flaky: () => Promise.reject(new Error("host broke")) },
    clock: wallClock(),
  });
  const retry = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 3600, MaxAttempts: 1 }];
  const arn = await host.startExecution(
    host.create({ StartAt: "A", States: { A: lambdaTask("flaky", { Retry: retry }) } }),
  );
  await settled(arn, "TaskFailed");
  await host.kill();
  await host.boot({ clock: wallClock(1_000_000) });
  expect((await host.ended(arn)).error).toBe("Lambda.AWSLambdaException");
  expect(host.invocations).toHaveLength(2);
});

test("a Wait ends at the time that it had on entering", async () => {
  const clock = settableClock();
  host = await Host.start({ clock });
  const arn = await host.startExecution(
    host.create({ StartAt: "W", States: { W: { Type: "Wait", Seconds: 500, End: true } } }),
  );
  await settled(arn, "WaitStateEntered");
  await host.kill();
  clock.advance(499_000);
  await host.boot();
  clock.advance(2_000);
  expect((await host.ended(arn)).status).toBe("SUCCEEDED");
});

test("an execution keeps the definition it began with", async () => {
  host = await Host.start({ functions: { slow: () => never } });
  const machine = host.create(
    { StartAt: "A", States: { A: lambdaTask("slow", { Output: "old" }) } },
    "machine",
  );
  const arn = await host.startExecution(machine);
  await host.until(() => host.invocations[0]);
  await host.kill();
  await host.boot({ functions: { slow: () => 1 } });
  host.create({ StartAt: "A", States: { A: { Type: "Pass", Output: "new", End: true } } }, "machine");
  expect((await host.ended(arn)).output).toBe("old");
  expect((await host.ended(await host.startExecution(machine))).output).toBe("new");
});

test("the timeout of the execution counts over a restart, and a stopped one stays stopped", async () => {
  const clock = settableClock();
  host = await Host.start({ clock, services: messageSent });
  const machine = host.create({ TimeoutSeconds: 60, StartAt: "A", States: { A: tokenTask() } });
  const late = await host.startExecution(machine);
  const stopped = await host.startExecution(machine);
  await settled(late, "TaskSubmitted");
  await host.client.send(
    new StopExecutionCommand({ executionArn: stopped, error: "Because", cause: "of the test" }),
  );
  await host.kill();
  clock.advance(61_000);
  await host.boot();
  expect(await host.ended(late)).toMatchObject({ status: "TIMED_OUT", error: undefined, cause: undefined });
  expect(await host.ended(stopped)).toMatchObject({
    status: "ABORTED",
    error: "Because",
    cause: "of the test",
  });
});

async function settled(arn: string, type: string, count = 1): Promise<void> {
  while ((await host.types(arn)).filter((each) => each === type).length < count) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Runs as the wall does and can be put forward. */
function settableClock(): Clock & { advance(ms: number): void } {
  const wall = wallClock();
  let ahead = 0;
  const wake = new Set<() => void>();
  const now = () => wall.now() + ahead;
  return {
    now,
    async sleep(ms, signal) {
      const end = now() + ms;
      while (now() < end && !signal?.aborted) {
        const moved = new AbortController();
        const stop = () => moved.abort();
        wake.add(stop);
        signal?.addEventListener("abort", stop, { once: true });
        await wall.sleep(end - now(), moved.signal);
        wake.delete(stop);
        signal?.removeEventListener("abort", stop);
      }
    },
    advance(ms) {
      ahead += ms;
      for (const stop of wake) stop();
    },
  };
}

test("an execution whose time ran out while the host was down does nothing more", async () => {
  let offsetMs = 0;
  const wall = wallClock();
  const clock: Clock = { now: () => wall.now() + offsetMs, sleep: (ms, signal) => wall.sleep(ms, signal) };
  host = await Host.start({ clock, functions: { step: () => new Promise(() => {}) } });
  const arn = await host.startExecution(
    host.create({ StartAt: "A", TimeoutSeconds: 60, States: { A: lambdaTask("step") } }),
  );
  await host.until(() => host.invocations[0]);
  await host.kill();
  offsetMs = 61_000;
  await host.boot();
  expect((await host.ended(arn)).status).toBe("TIMED_OUT");
  expect(host.invocations).toHaveLength(1);
});
