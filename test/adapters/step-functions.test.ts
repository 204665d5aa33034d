import { DescribeExecutionCommand, SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { executions, taskTokens } from "../../lambda/adapters/step-functions.ts";
import { wallClock } from "../../local/clock.ts";
import { AccessDenied, type Caller } from "../../local/service.ts";
import { aRun, aRunInput } from "../factories.ts";
import { dummyCredentials, serve } from "../local/serve.ts";
import { Host, messageSent, tokenTask } from "../local/step-functions/host.ts";

let host: Host;
beforeEach(async () => {
  host = await Host.start({ services: messageSent, clock: wallClock() });
});
afterEach(() => host.remove());

const waiting = (rest: object = {}) => host.create({ StartAt: "A", States: { A: tokenTask(rest) } });
const tokens = () => taskTokens(host.client);
const DEAD = "a token that was never given out";

describe("the answer to a waiting state", () => {
  it("is its result", async () => {
    const arn = await host.startExecution(waiting());
    const token = await host.token();
    expect(await tokens().alive(token)).toBe(true);
    expect(await tokens().succeed(token, { part: { index: 0 }, answerKeys: ["a"] })).toBe(true);
    expect(await host.ended(arn)).toMatchObject({
      status: "SUCCEEDED",
      output: { part: { index: 0 }, answerKeys: ["a"] },
    });
  });

  it("is the code and the sentence of its failure", async () => {
    const arn = await host.startExecution(waiting());
    expect(await tokens().fail(await host.token(), "MODEL_REJECTED", "The video is too short.")).toBe(true);
    expect(await host.ended(arn)).toMatchObject({
      status: "FAILED",
      error: "MODEL_REJECTED",
      cause: "The video is too short.",
    });
  });

  it("is cut when a service wrote more than a cause may hold", async () => {
    const arn = await host.startExecution(waiting());
    expect(await tokens().fail(await host.token(), "MODEL_ERROR", "x".repeat(100_000))).toBe(true);
    expect((await host.ended(arn)).cause).toHaveLength(1000);
  });
});

describe("a token that nobody waits for", () => {
  const deadToken = async (end: "answered" | "stopped" | "unknown") => {
    if (end === "unknown") return DEAD;
    const arn = await host.startExecution(waiting());
    const token = await host.token();
    if (end === "answered") await tokens().succeed(token, {});
    else await host.client.send(new StopExecutionCommand({ executionArn: arn }));
    await host.ended(arn);
    return token;
  };

  it.each(["answered", "stopped", "unknown"] as const)("because it is %s is no error", async (end) => {
    const token = await deadToken(end);
    expect(await tokens().alive(token)).toBe(false);
    expect(await tokens().succeed(token, {})).toBe(false);
    expect(await tokens().fail(token, "INTERNAL", "late")).toBe(false);
  });

  it("because its time is over is no error", async () => {
    const fast = await Host.start({ services: messageSent, clock: wallClock(100) });
    try {
      const arn = await fast.startExecution(
        fast.create({ StartAt: "A", States: { A: tokenTask({ TimeoutSeconds: 1 }) } }),
      );
      const token = await fast.token();
      expect(await fast.ended(arn)).toMatchObject({ error: "States.Timeout" });
      expect(await taskTokens(fast.client).alive(token)).toBe(false);
    } finally {
      await fast.remove();
    }
  });
});

describe("the execution of a run", () => {
  const input = aRunInput();
  const arnFor = (machine: string, runId: string) =>
    `${machine.replace(":stateMachine:", ":execution:")}:${runId}`;

  it("has the name of the run and its input, and starts once", async () => {
    const machine = waiting();
    const starts = Array.from({ length: 3 }, () => executions(host.client, machine).start(input));
    expect(new Set(await Promise.all(starts))).toEqual(new Set([arnFor(machine, input.runId)]));
    const found = await host.client.send(
      new DescribeExecutionCommand({ executionArn: arnFor(machine, input.runId) }),
    );
    expect(JSON.parse(found.input ?? "")).toEqual(input);
    await host.token();
    expect(host.sent).toHaveLength(1);
  });

  it("is not started again when it has ended", async () => {
    const machine = waiting();
    const arn = await executions(host.client, machine).start(input);
    await tokens().succeed(await host.token(), {});
    await host.ended(arn);
    expect(await executions(host.client, machine).start(input)).toBe(arn);
    expect(host.sent).toHaveLength(1);
  });

  it("is stopped when a newer version took its place", async () => {
    const machine = waiting();
    const arn = await executions(host.client, machine).start(input);
    await executions(host.client, machine).stop(input.runId, "A newer version was uploaded.");
    expect(await host.ended(arn)).toMatchObject({
      status: "ABORTED",
      error: "SUPERSEDED",
      cause: "A newer version was uploaded.",
    });
  });

  it("that never started is stopped without complaint", async () => {
    const stop = executions(host.client, waiting()).stop(aRun().runId, "A newer version was uploaded.");
    await expect(stop).resolves.toBeUndefined();
  });
});

describe("a function without the grant", () => {
  it("says which action on which resource it lacks", async () => {
    const role: Caller = {
      name: "receive",
      authorize(action, resource) {
        throw new AccessDenied("receive", action, resource);
      },
    };
    const port = await serve(host.running.sfn, role);
    const client = new SFNClient({
      endpoint: port.endpoint,
      region: "us-east-1",
      credentials: dummyCredentials,
      maxAttempts: 1,
    });
    const machine = waiting();
    await expect(executions(client, machine).start(aRunInput())).rejects.toMatchObject({
      name: "PermanentError",
      code: "ACCESS_DENIED",
      detail: expect.stringContaining(`states:StartExecution on resource: ${machine}`),
    });
    await expect(executions(client, machine).stop(aRun().runId, "x")).resolves.toBeUndefined();
    client.destroy();
    await port.close();
  });
});
