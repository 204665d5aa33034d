import { afterEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { StateFailure } from "../../../local/step-functions/interpreter/failure.ts";
import { matches, retryDelayMs } from "../../../local/step-functions/interpreter/retry.ts";
import { Host, handlerError, lambdaTask } from "./host.ts";

const end = { End: true };

describe("error names", () => {
  const cases: [listed: string, error: string | undefined, aliases: string[], taken: boolean][] = [
    ["Mine", "Mine", [], true],
    ["Mine", "mine", [], false],
    ["States.ALL", "Mine", [], true],
    ["States.ALL", undefined, [], true],
    ["States.ALL", "States.DataLimitExceeded", [], true],
    ["States.ALL", "States.Runtime", [], false],
    ["States.Runtime", "States.Runtime", [], false],
    ["States.TaskFailed", "Mine", [], true],
    ["States.TaskFailed", "States.Timeout", [], false],
    ["States.Timeout", "States.Timeout", ["States.HeartbeatTimeout"], true],
    ["States.HeartbeatTimeout", "States.Timeout", ["States.HeartbeatTimeout"], true],
    ["States.HeartbeatTimeout", "States.Timeout", [], false],
  ];
  test.each(cases)("%s takes %s %j: %s", (listed, error, aliases, taken) => {
    expect(matches([listed], new StateFailure(error, undefined, aliases))).toBe(taken);
  });
});

describe("the delay of a retry", () => {
  const retrier = { errorEquals: ["E"], maxAttempts: 3 };
  const anyRetrier = fc.record({
    intervalSec: fc.integer({ min: 1, max: 1000 }),
    backoffRate: fc.double({ min: 1, max: 5, noNaN: true }),
    maxDelaySec: fc.option(fc.integer({ min: 1001, max: 100_000 }), { nil: undefined }),
  });

  test("starts at the interval, never shrinks and keeps below the cap", () => {
    fc.assert(
      fc.property(anyRetrier, fc.integer({ min: 0, max: 20 }), (fields, made) => {
        const delay = (count: number) =>
          retryDelayMs({ ...retrier, ...fields, fullJitter: false }, count, () => 0);
        expect(delay(0)).toBe(fields.intervalSec * 1000);
        expect(delay(made + 1)).toBeGreaterThanOrEqual(delay(made));
        expect(delay(made)).toBeLessThanOrEqual((fields.maxDelaySec ?? Number.POSITIVE_INFINITY) * 1000);
      }),
    );
  });

  test("with full jitter lies anywhere between nothing and the plain delay", () => {
    fc.assert(
      fc.property(
        anyRetrier,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (fields, chance) => {
          const plain = retryDelayMs({ ...retrier, ...fields, fullJitter: false }, 2, () => chance);
          const spread = retryDelayMs({ ...retrier, ...fields, fullJitter: true }, 2, () => chance);
          expect(spread).toBeCloseTo(plain * chance);
        },
      ),
    );
  });
});

describe("in an execution", () => {
  let host: Host;
  afterEach(() => host.remove());

  const failsWith = (...errors: (string | undefined)[]) => ({
    functions: {
      flaky: (_: unknown, count: number) => {
        const error = errors[count - 1];
        if (error !== undefined) throw handlerError(error);
        return "ok";
      },
    },
  });

  test("each retrier counts for itself, and RetryCount counts all", async () => {
    host = await Host.start(failsWith("A", "B", "A"));
    const Retry = [
      { ErrorEquals: ["A"], MaxAttempts: 2 },
      { ErrorEquals: ["B"], MaxAttempts: 1 },
    ];
    const Output = "{% $states.context.State.RetryCount %}";
    const found = await host.run({ StartAt: "T", States: { T: lambdaTask("flaky", { Retry, Output }) } });
    expect(found.output).toBe(3);
    const types = await host.types(found.executionArn);
    expect(types.filter((type) => type?.startsWith("Task"))).toEqual([
      "TaskStateEntered",
      ...[1, 2, 3].flatMap(() => ["TaskScheduled", "TaskStarted", "TaskFailed"]),
      "TaskScheduled",
      "TaskStarted",
      "TaskSucceeded",
      "TaskStateExited",
    ]);
  });

  test("no attempts means no retry, and Catch takes over", async () => {
    host = await Host.start(failsWith("A"));
    const found = await host.run(
      {
        StartAt: "T",
        States: {
          T: lambdaTask("flaky", {
            Retry: [{ ErrorEquals: ["A"], MaxAttempts: 0 }],
            Catch: [
              { ErrorEquals: ["B"], Next: "Z" },
              {
                ErrorEquals: ["A"],
                Output: { name: "{% $states.errorOutput.Error %}" },
                Assign: { seen: "{% $states.input %}" },
                Next: "Z",
              },
            ],
          }),
          Z: { Type: "Pass", Output: "{% [$states.input.name, $seen] %}", ...end },
        },
      },
      { given: 1 },
    );
    expect(found.output).toEqual(["A", { given: 1 }]);
    expect(host.invocations).toHaveLength(1);
  });

  test("a failing branch ends the others, and its error is the state's", async () => {
    host = await Host.start({ functions: { hang: () => new Promise(() => {}) } });
    const found = await host.run({
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [
            { StartAt: "Hang", States: { Hang: lambdaTask("hang") } },
            {
              StartAt: "W",
              States: {
                W: { Type: "Wait", Seconds: 1, Next: "F" },
                F: { Type: "Fail", Error: "E", Cause: "C" },
              },
            },
          ],
          Catch: [{ ErrorEquals: ["E"], Next: "Z" }],
          ...end,
        },
        Z: { Type: "Pass", ...end },
      },
    });
    expect(found.output).toEqual({ Error: "E", Cause: "C" });
    expect(await host.types(found.executionArn)).toEqual(
      expect.arrayContaining(["TaskStateAborted", "ParallelStateFailed", "ParallelStateExited"]),
    );
  });

  test("a failing iteration ends the others, and a retry runs all of them again", async () => {
    let runs = 0;
    host = await Host.start({
      functions: {
        item: (payload) => {
          runs++;
          if (payload === 2 && runs <= 3) throw handlerError("Twice");
          return payload;
        },
      },
    });
    const found = await host.run({
      StartAt: "M",
      States: {
        M: {
          Type: "Map",
          Items: [1, 2, 3],
          MaxConcurrency: 1,
          ItemProcessor: {
            StartAt: "I",
            States: { I: lambdaTask("item", { Output: "{% $states.result.Payload %}" }) },
          },
          Retry: [{ ErrorEquals: ["Twice"] }],
          ...end,
        },
      },
    });
    expect(found.output).toEqual([1, 2, 3]);
    const types = await host.types(found.executionArn);
    const count = (type: string) => types.filter((each) => each === type).length;
    expect(count("MapStateStarted")).toBe(2);
    expect(count("MapIterationFailed")).toBe(1);
    expect(count("MapStateFailed")).toBe(0);
    expect(host.invocations.map(({ payload }) => payload)).toEqual([1, 2, 1, 2, 3]);
  });

  test("a fault of the data inside a branch cannot be caught outside", async () => {
    host = await Host.start();
    const found = await host.run({
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [
            {
              StartAt: "W",
              States: { W: { Type: "Wait", Timestamp: "{% '2999-01-01T00:00:00Z' %}", ...end } },
            },
          ],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Z" }],
          ...end,
        },
        Z: { Type: "Pass", ...end },
      },
    });
    expect(found).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });

  test("a failing Output can be caught like any other failure", async () => {
    host = await Host.start({ functions: { flaky: () => "ok" } });
    const found = await host.run({
      StartAt: "T",
      States: {
        T: lambdaTask("flaky", {
          Output: "{% $states.result.none %}",
          Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "Z" }],
        }),
        Z: { Type: "Pass", ...end },
      },
    });
    expect(found.output.Error).toBe("States.QueryEvaluationError");
    expect(await host.types(found.executionArn)).toContain("EvaluationFailed");
  });

  test("an endless loop ends with the 25,000th event", async () => {
    host = await Host.start();
    const arn = await host.startExecution(
      host.create({
        StartAt: "A",
        States: {
          A: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "Z" }], Default: "A" },
          Z: { Type: "Succeed" },
        },
      }),
    );
    expect(await host.ended(arn)).toMatchObject({
      error: "States.Runtime",
      cause: "The execution reached the maximum number of history events (25000).",
    });
    const reversed = await host.newest(arn);
    expect(reversed.map(({ id, type }) => [id, type])).toEqual([
      [25_000, "ExecutionFailed"],
      [24_999, "ChoiceStateExited"],
    ]);
  });
});
