import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, expect, test } from "@jest/globals";
import { Host, handlerError, lambdaTask, messageSent, tokenTask } from "./host.ts";
import "../patience.ts";

let host: Host;
afterEach(() => host.remove());

const redrive = (executionArn: string) => host.client.send(new RedriveExecutionCommand({ executionArn }));

test("runs the failed state again with all its retries and keeps what succeeded", async () => {
  let broken = true;
  host = await Host.start({
    functions: {
      good: () => "good",
      bad: () => {
        if (broken) throw handlerError("Bad");
        return "mended";
      },
    },
  });
  const Retry = [{ ErrorEquals: ["Bad"], MaxAttempts: 1 }];
  const Output = "{% $states.result.Payload %}";
  const found = await host.run({
    StartAt: "P",
    States: {
      P: {
        Type: "Parallel",
        Branches: [
          { StartAt: "G", States: { G: lambdaTask("good", { Output }) } },
          {
            StartAt: "W",
            States: { W: { Type: "Wait", Seconds: 9, Next: "B" }, B: lambdaTask("bad", { Output, Retry }) },
          },
        ],
        End: true,
      },
    },
  });
  expect(found).toMatchObject({ status: "FAILED", error: "Bad" });
  await redrive(found.executionArn);
  expect(await host.ended(found.executionArn)).toMatchObject({ status: "FAILED", error: "Bad" });
  broken = false;
  await redrive(found.executionArn);
  expect((await host.ended(found.executionArn)).output).toEqual(["good", "mended"]);
  expect(host.invocations.map(({ name }) => name)).toEqual(["good", "bad", "bad", "bad", "bad", "bad"]);
  expect((await host.types(found.executionArn)).filter((type) => type === "ExecutionRedriven")).toHaveLength(
    2,
  );
});

test("gives a waiting task a new token and a Wait its whole time", async () => {
  host = await Host.start({ services: messageSent });
  const arn = await host.startExecution(host.create({ StartAt: "A", States: { A: tokenTask() } }));
  const first = await host.token(0);
  await host.client.send(new StopExecutionCommand({ executionArn: arn }));
  await redrive(arn);
  const taskToken = await host.token(1);
  await expect(
    host.client.send(new SendTaskSuccessCommand({ taskToken: first, output: "1" })),
  ).rejects.toMatchObject({ name: "TaskTimedOut" });
  await host.client.send(new SendTaskSuccessCommand({ taskToken, output: "2" }));
  expect((await host.ended(arn)).output).toBe(2);
});

test("survives a kill in the middle", async () => {
  let mode: "fail" | "hang" | "work" = "fail";
  host = await Host.start({
    functions: {
      step: () => {
        if (mode === "fail") throw handlerError("Bad");
        return mode === "hang" ? new Promise(() => {}) : "done";
      },
    },
  });
  const found = await host.run({
    StartAt: "A",
    States: { A: lambdaTask("step", { Output: "{% $states.result.Payload %}" }) },
  });
  mode = "hang";
  await redrive(found.executionArn);
  await host.until(() => host.invocations[1]);
  await host.kill();
  mode = "work";
  await host.boot();
  expect((await host.ended(found.executionArn)).output).toBe("done");
});

test("of two redrives at once one is refused, and the work is done once", async () => {
  let broken = true;
  host = await Host.start({
    functions: {
      step: () => {
        if (broken) throw handlerError("Bad");
        return "done";
      },
    },
  });
  const { executionArn } = await host.run({ StartAt: "A", States: { A: lambdaTask("step") } });
  broken = false;
  const results = await Promise.allSettled([redrive(executionArn), redrive(executionArn)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { name: "ExecutionNotRedrivable" },
  });
  expect((await host.ended(executionArn)).status).toBe("SUCCEEDED");
  expect(host.invocations).toHaveLength(2);
});

test("an execution whose history is full cannot be redriven", async () => {
  host = await Host.start();
  const { executionArn, status } = await host.run({
    StartAt: "A",
    States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } },
  });
  expect(status).toBe("FAILED");
  await expect(redrive(executionArn)).rejects.toMatchObject({ name: "ExecutionNotRedrivable" });
  const found = await host.client.send(new DescribeExecutionCommand({ executionArn }));
  expect(found.redriveStatus).toBe("NOT_REDRIVABLE");
});
