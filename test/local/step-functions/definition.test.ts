import { describe, expect, test } from "@jest/globals";
import validate from "asl-validator";
import { lintMachine } from "../../../local/step-functions/definition/lint.ts";
import { parseDefinition } from "../../../local/step-functions/definition/parse.ts";

const language = { clock: { now: () => 0 }, random: () => 0 };

function check(definition: unknown): string {
  try {
    lintMachine(parseDefinition(JSON.stringify(definition), language, () => undefined));
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

const machine = (states: object) => ({ QueryLanguage: "JSONata", StartAt: "A", States: states });
const end = { End: true };
const pass = (rest: object) => machine({ A: { Type: "Pass", ...end, ...rest } });
const task = (rest: object) =>
  machine({
    A: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "f" },
      ...end,
      ...rest,
    },
  });

describe("refuses, naming the place", () => {
  const cases: [name: string, definition: unknown, message: string][] = [
    [
      "no QueryLanguage",
      { StartAt: "A", States: { A: { Type: "Pass", ...end } } },
      "'A' has no 'QueryLanguage: JSONata'",
    ],
    ["a state in JSONPath", pass({ QueryLanguage: "JSONPath" }), "only JSONata is supported"],
    [
      "a field of JSONPath",
      pass({ ResultPath: "$.x" }),
      "'ResultPath' belongs to JSONPath; only JSONata is supported at /States/A",
    ],
    ["a misspelt field", pass({ Otput: 1 }), "The field 'Otput' is not supported at /States/A"],
    ["a field of another type", pass({ Seconds: 1 }), "'Seconds' is not supported"],
    [
      "an expression that is no JSONata",
      pass({ Output: { a: "{% 1 + %}" } }),
      "the JSONata expression '1 +' in 'Output/a' is not valid",
    ],
    ["JSONata younger than 2.0.6", pass({ Output: "{% $states.input.a ?? 1 %}" }), "is not valid"],
    ["$eval", pass({ Output: "{% $eval('1') %}" }), "The variable '$eval' is assigned nowhere"],
    [
      "an unknown variable",
      pass({ Output: "{% $nope %}" }),
      "The variable '$nope' is assigned nowhere before it is used in the expression '$nope' of 'Output' at /States/A",
    ],
    [
      "$states.result in Arguments",
      task({ Arguments: { FunctionName: "{% $states.result.f %}" } }),
      "'$states.result' does not exist here",
    ],
    [
      "$states.result in a Pass",
      pass({ Output: "{% $states.result %}" }),
      "'$states.result' does not exist here",
    ],
    [
      "$states.errorOutput outside Catch",
      task({ Output: "{% $states.errorOutput.Cause %}" }),
      "'$states.errorOutput' does not exist here",
    ],
    [
      "a heartbeat as long as the timeout",
      task({ TimeoutSeconds: 10, HeartbeatSeconds: 10 }),
      "HeartbeatSeconds (10) must be smaller than TimeoutSeconds (10)",
    ],
    [
      "a timeout of no time",
      task({ TimeoutSeconds: 0 }),
      "The field 'TimeoutSeconds' must be a whole number",
    ],
    ["neither Next nor End", machine({ A: { Type: "Pass" } }), "Exactly one of Next and End"],
    [
      "a target that is not there",
      machine({ A: { Type: "Pass", Next: "B" } }),
      "MISSING_TRANSITION_TARGET: 'B' named by 'A'",
    ],
    [
      "a state that nothing reaches",
      machine({ A: { Type: "Pass", ...end }, B: { Type: "Pass", ...end } }),
      "nothing leads to the state 'B'",
    ],
    ["an unknown type", machine({ A: { Type: "Activity", ...end } }), "Unknown state type 'Activity'"],
    ["no states", { QueryLanguage: "JSONata", StartAt: "A" }, "These fields are required: [States] at /"],
    [
      "States.ALL beside others",
      task({ Retry: [{ ErrorEquals: ["States.ALL", "X"] }] }),
      "States.ALL must be alone",
    ],
    [
      "States.ALL before others",
      task({ Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["X"] }] }),
      "States.ALL must be alone",
    ],
    ["a backoff that shrinks", task({ Retry: [{ ErrorEquals: ["X"], BackoffRate: 0.5 }] }), "BackoffRate"],
    [
      "a cap below the interval",
      task({ Retry: [{ ErrorEquals: ["X"], IntervalSeconds: 9, MaxDelaySeconds: 9 }] }),
      "MaxDelaySeconds must be greater",
    ],
    [
      "a resource of another kind",
      task({ Resource: "arn:aws:states:us-east-1:123456789012:activity:a" }),
      "is not supported",
    ],
    [
      "a job that is waited for",
      task({ Resource: "arn:aws:states:::batch:submitJob.sync" }),
      "is not supported",
    ],
    [
      "credentials of another account",
      task({ Credentials: { RoleArn: "r" } }),
      "'Credentials' is not supported",
    ],
    [
      "a distributed Map",
      machine({
        A: {
          Type: "Map",
          ...end,
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
            StartAt: "B",
            States: { B: { Type: "Pass", ...end } },
          },
        },
      }),
      "not supported",
    ],
    [
      "an ItemReader",
      machine({
        A: {
          Type: "Map",
          ...end,
          ItemReader: {},
          ItemProcessor: { StartAt: "B", States: { B: { Type: "Pass", ...end } } },
        },
      }),
      "'ItemReader' is not supported",
    ],
    [
      "Wait with two times",
      machine({ A: { Type: "Wait", Seconds: 1, Timestamp: "2024-01-01T00:00:00Z", ...end } }),
      "Exactly one of Seconds and Timestamp",
    ],
    [
      "a literal time without offset",
      machine({ A: { Type: "Wait", Timestamp: "2024-01-01T00:00:00", ...end } }),
      "must be a timestamp",
    ],
    [
      "a name twice",
      machine({
        A: {
          Type: "Parallel",
          ...end,
          Branches: [{ StartAt: "A", States: { A: { Type: "Pass", ...end } } }],
        },
      }),
      "Duplicate state name 'A'",
    ],
    ["a variable called states", pass({ Assign: { states: 1 } }), "'states' is not a valid variable name"],
  ];

  test.each(cases)("%s", (_, definition, message) => {
    expect(check(definition)).toContain(message);
  });
});

test("takes what a branch assigns for its own and what is outside for known", () => {
  const inner = { StartAt: "B", States: { B: { Type: "Pass", Output: "{% $outer %}", ...end } } };
  const definition = machine({
    A: { Type: "Pass", Assign: { outer: 1 }, Next: "P" },
    P: { Type: "Parallel", Branches: [inner], ...end },
  });
  expect(check(definition)).toBe("");
  const outside = machine({
    A: {
      Type: "Parallel",
      Branches: [{ StartAt: "B", States: { B: { Type: "Pass", Assign: { own: 1 }, ...end } } }],
      Output: "{% $own %}",
      ...end,
    },
  });
  expect(check(outside)).toContain("$own");
});

test("lambda parameters, block variables and built-in functions are no variables", () => {
  expect(check(pass({ Output: "{% ($a := [1]; $map($a, function($v, $i) { $v + $i }) ~> $sum) %}" }))).toBe(
    "",
  );
  expect(check(pass({ Output: "{% $states.input.list@$x#$i.{'v': $x, 'i': $i} %}" }))).toBe("");
});

test("the published schema agrees on a machine with every type of state", () => {
  const policies = {
    Retry: [
      {
        ErrorEquals: ["A"],
        IntervalSeconds: 1,
        BackoffRate: 2,
        MaxAttempts: 2,
        MaxDelaySeconds: 9,
        JitterStrategy: "FULL",
      },
    ],
    Catch: [
      {
        ErrorEquals: ["States.ALL"],
        Output: { e: "{% $states.errorOutput %}" },
        Assign: { e: 1 },
        Next: "Z",
      },
    ],
  };
  const definition = machine({
    A: { Type: "Pass", Assign: { a: 1 }, Next: "T" },
    T: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Arguments: { QueueUrl: "q", MessageBody: { t: "{% $states.context.Task.Token %}" } },
      TimeoutSeconds: "{% 10 + $a %}",
      HeartbeatSeconds: 5,
      ...policies,
      Next: "C",
    },
    C: { Type: "Choice", Choices: [{ Condition: "{% $a = 1 %}", Next: "P" }], Default: "W" },
    P: {
      Type: "Parallel",
      Branches: [{ StartAt: "B", States: { B: { Type: "Succeed" } } }],
      ...policies,
      Next: "W",
    },
    W: { Type: "Wait", Seconds: 1, Next: "M" },
    M: {
      Type: "Map",
      Items: "{% [1] %}",
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "I",
        States: { I: { Type: "Pass", ...end } },
      },
      ...policies,
      Next: "Z",
    },
    Z: { Type: "Fail", Error: "E", Cause: "{% $string($a) %}" },
  });
  expect(check(definition)).toBe("");
  expect(validate(definition)).toMatchObject({ isValid: true });
  const { StartAt: _, ...broken } = definition;
  expect(validate(broken).isValid).toBe(false);
});
