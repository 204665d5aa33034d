import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openLocal } from "./local-target.ts";
import { runOn, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openLocal();
});
afterAll(() => target.close());

const end = { End: true };
const only = (state: object) => ({ StartAt: "A", States: { A: { ...end, ...state } } });
const pass = (output: unknown) => only({ Type: "Pass", Output: output });
const choice = (condition: unknown) => ({
  StartAt: "A",
  States: {
    A: { Type: "Choice", Choices: [{ Condition: condition, Next: "Yes" }], Default: "No" },
    Yes: { Type: "Pass", Output: "yes", ...end },
    No: { Type: "Pass", Output: "no", ...end },
  },
});
const map = (rest: object, state: object = { Type: "Pass" }) =>
  only({ Type: "Map", ItemProcessor: { StartAt: "I", States: { I: { ...end, ...state } } }, ...rest });

const outputs: [name: string, definition: object, input: unknown, output: unknown][] = [
  ["Pass hands its input on", only({ Type: "Pass" }), { a: 1 }, { a: 1 }],
  [
    "literals and expressions mix at any depth",
    pass({ a: ["x", "{% $states.input.n + 1 %}"] }),
    { n: 1 },
    { a: ["x", 2] },
  ],
  ["a string with text around the braces is a literal", pass(" {% 1 %}"), {}, " {% 1 %}"],
  [
    "one hit collapses",
    pass("{% $states.input.a[k='b'].v %}"),
    {
      a: [
        { k: "b", v: 1 },
        { k: "c", v: 2 },
      ],
    },
    1,
  ],
  [
    "a list constructor keeps one hit a list",
    pass("{% [$states.input.a[k='b'].v] %}"),
    { a: [{ k: "b", v: 1 }] },
    [1],
  ],
  ["the context names state and machine", pass("{% $states.context.State.Name %}"), {}, "A"],
  ["$partition", pass("{% $partition([1..5], 2) %}"), {}, [[1, 2], [3, 4], [5]]],
  ["a number that JSON does not have is its name", pass("{% [1/0] %}"), {}, ["Infinity"]],
  ["a range of one number is that number", pass("{% $range(3, 3, 1) %}"), {}, 3],
  ["$partition cuts its size towards zero", pass("{% $partition([1..3], 2.9) %}"), {}, [[1, 2], [3]]],
  ["$range includes its end", pass("{% $range(0, 10, 5) %}"), {}, [0, 5, 10]],
  [
    "$hash",
    pass("{% $hash('a', 'SHA-256') %}"),
    {},
    "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
  ],
  ["$parse", pass("{% $parse($states.input) %}"), '{"a":[1]}', { a: [1] }],
  ["$random with a seed repeats", pass("{% $random(7) = $random(7) %}"), {}, true],
  ["$uuid has its form", pass("{% $contains($uuid(), /^[0-9a-f-]{36}$/) %}"), {}, true],
  ["a condition takes the branch", choice("{% $states.input.n > 1 %}"), { n: 2 }, "yes"],
  ["a condition that fails takes Default", choice("{% $states.input.n > 1 %}"), { n: 1 }, "no"],
  ["a constant condition is legal", choice(true), {}, "yes"],
  [
    "Assign and Output see the old variables",
    {
      StartAt: "A",
      States: {
        A: { Type: "Pass", Assign: { x: 1, y: 10 }, Next: "B" },
        B: { Type: "Pass", Assign: { x: "{% $y %}", y: "{% $x %}" }, Output: "{% $x %}", Next: "C" },
        C: { Type: "Pass", Output: "{% [$states.input, $x, $y] %}", ...end },
      },
    },
    {},
    [1, 10, 1],
  ],
  [
    "a rule's Assign and Output replace those of the Choice",
    {
      StartAt: "A",
      States: {
        A: {
          Type: "Choice",
          Choices: [{ Condition: true, Assign: { v: "rule" }, Output: "rule", Next: "B" }],
          Default: "B",
          Assign: { v: "state" },
          Output: "state",
        },
        B: { Type: "Pass", Output: "{% [$v, $states.input] %}", ...end },
      },
    },
    {},
    ["rule", "rule"],
  ],
  [
    "Succeed ends with its Output",
    { StartAt: "A", States: { A: { Type: "Succeed", Output: "{% 1 %}" } } },
    {},
    1,
  ],
  ["a Wait of no time", only({ Type: "Wait", Seconds: 0, Output: "{% $states.input %}" }), 5, 5],
  [
    "a Wait until a time that is over",
    only({ Type: "Wait", Timestamp: "2016-03-14T01:59:00.123456789Z" }),
    5,
    5,
  ],
  ["a Map of nothing", map({ Items: "{% [] %}" }), {}, []],
  [
    "a Map keeps the order",
    map({ Items: "{% [1..50] %}" }),
    {},
    Array.from({ length: 50 }, (_, index) => index + 1),
  ],
  [
    "a Map takes its input without Items",
    map({ MaxConcurrency: 1 }),
    ["a", null, { b: 1 }],
    ["a", null, { b: 1 }],
  ],
  [
    "ItemSelector sees index and value, and the iteration too",
    map(
      {
        Items: "{% $states.input.list %}",
        ItemSelector: {
          i: "{% $states.context.Map.Item.Index %}",
          v: "{% $states.context.Map.Item.Value %}",
        },
      },
      { Type: "Pass", Output: "{% [$states.input.i, $states.input.v, $states.context.Map.Item.Value] %}" },
    ),
    { list: ["a", "b"] },
    [
      [0, "a", "a"],
      [1, "b", "b"],
    ],
  ],
  [
    "a branch sees outer variables and keeps its own",
    {
      StartAt: "A",
      States: {
        A: { Type: "Pass", Assign: { outer: 1 }, Next: "P" },
        P: {
          Type: "Parallel",
          Arguments: { given: "{% $outer %}" },
          Branches: [
            {
              StartAt: "B",
              States: {
                B: { Type: "Pass", Assign: { inner: "{% $outer + 1 %}" }, Next: "C" },
                C: { Type: "Pass", Output: "{% [$inner, $states.input.given] %}", ...end },
              },
            },
            { StartAt: "D", States: { D: { Type: "Succeed", Output: "d" } } },
          ],
          Assign: { results: "{% $count($states.result) %}" },
          Next: "E",
        },
        E: { Type: "Pass", Output: "{% [$results, $states.input] %}", ...end },
      },
    },
    {},
    [2, [2, 1], "d"],
  ],
];

test.each(outputs)("%s", async (_, definition, input, output) => {
  const found = await runOn(target, definition, input);
  expect([found.error, found.cause]).toEqual([undefined, undefined]);
  expect(JSON.parse(found.output ?? "")).toEqual(output);
});

const QUERY = "States.QueryEvaluationError";
const failures: [
  name: string,
  definition: object,
  input: unknown,
  error: string | undefined,
  cause: string | undefined,
][] = [
  [
    "nothing",
    pass("{% $states.input.none %}"),
    {},
    QUERY,
    "The JSONata expression '$states.input.none' specified for the field 'Output' returned nothing (undefined).",
  ],
  ["a function", pass({ f: "{% function($x){$x} %}" }), {}, QUERY, "returned an unsupported result type."],
  ["a range that leads away", pass("{% $range(1, 5, -1) %}"), {}, QUERY, "returned nothing (undefined)."],
  [
    "a condition of the second rule, under its place",
    {
      StartAt: "A",
      States: {
        A: {
          Type: "Choice",
          Choices: [
            { Condition: "{% false %}", Next: "B" },
            { Condition: "{% $states.input.none %}", Next: "B" },
          ],
        },
        B: { Type: "Succeed" },
      },
    },
    {},
    QUERY,
    "specified for the field 'Choices[1]/Condition' returned nothing (undefined).",
  ],
  [
    "an error of JSONata",
    pass("{% 1 + 'a' %}"),
    {},
    QUERY,
    'T2002: The right side of the "+" operator must evaluate to a number',
  ],
  [
    "a condition that is no boolean",
    choice("{% 1 %}"),
    {},
    QUERY,
    "Expected 'boolean', but was 'number' for value: 1",
  ],
  [
    "items that are no list",
    map({ Items: "{% 'string' %}" }),
    {},
    QUERY,
    "The JSONata expression ''string'' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'string' for value: \"string\"",
  ],
  [
    "an input of a Map that is no list",
    map({}),
    { a: 1 },
    QUERY,
    'Map state input must be an array but was: {"a":1}',
  ],
  [
    "a timestamp without offset",
    only({ Type: "Wait", Timestamp: "{% '2016-12-05T21:29:29' %}" }),
    {},
    QUERY,
    "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: 2016-12-05T21:29:29",
  ],
  [
    "a timestamp of no calendar",
    only({ Type: "Wait", Timestamp: "{% '2016-02-30T21:29:29Z' %}" }),
    {},
    QUERY,
    "cannot be parsed",
  ],
  [
    "a Wait of more than 24855 days",
    only({ Type: "Wait", Timestamp: "{% '2999-01-01T00:00:00Z' %}" }),
    {},
    "States.Runtime",
    "Wait state delay is too long.",
  ],
  [
    "no rule that matches",
    {
      StartAt: "A",
      States: {
        A: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "B" }] },
        B: { Type: "Succeed" },
      },
    },
    {},
    "States.NoChoiceMatched",
    undefined,
  ],
  [
    "Fail with both",
    { StartAt: "A", States: { A: { Type: "Fail", Error: "{% $states.input.e %}", Cause: "why" } } },
    { e: "Mine" },
    "Mine",
    "why",
  ],
  [
    "Fail with nothing has no name",
    { StartAt: "A", States: { A: { Type: "Fail" } } },
    {},
    undefined,
    undefined,
  ],
  [
    "Fail with a cause only",
    { StartAt: "A", States: { A: { Type: "Fail", Cause: "why" } } },
    {},
    undefined,
    "why",
  ],
  [
    "an output of more than 256 KiB",
    pass("{% $pad('', 262145, 'x') %}"),
    {},
    "States.DataLimitExceeded",
    "The state/task 'A' returned a result with a size exceeding the maximum number of bytes service limit.",
  ],
  [
    "bytes count, not characters",
    pass("{% $pad('', 131072, 'ü') %}"),
    {},
    "States.DataLimitExceeded",
    undefined,
  ],
  [
    "a variable of more than 256 KiB",
    only({ Type: "Pass", Assign: { v: "{% $pad('', 262145, 'x') %}" } }),
    {},
    "States.DataLimitExceeded",
    undefined,
  ],
  [
    "variables of one Assign that are more than 256 KiB together",
    only({ Type: "Pass", Assign: { v: "{% $pad('', 200000, 'x') %}", w: "{% $pad('', 200000, 'x') %}" } }),
    {},
    "States.DataLimitExceeded",
    undefined,
  ],
  [
    "Arguments of branches of more than 256 KiB",
    only({
      Type: "Parallel",
      Arguments: "{% $pad('', 262145, 'x') %}",
      Branches: [{ StartAt: "B", States: { B: { Type: "Pass", Output: 1, End: true } } }],
    }),
    {},
    "States.DataLimitExceeded",
    undefined,
  ],
  [
    "a selected item of more than 256 KiB",
    only({
      Type: "Map",
      Items: [1],
      ItemSelector: "{% $pad('', 262145, 'x') %}",
      ItemProcessor: { StartAt: "B", States: { B: { Type: "Pass", Output: 1, End: true } } },
    }),
    {},
    "States.DataLimitExceeded",
    undefined,
  ],
];

test.each(failures)("fails on %s", async (_, definition, input, error, cause) => {
  const found = await runOn(target, definition, input);
  expect(found.status).toBe("FAILED");
  expect(found.error).toBe(error);
  if (cause === undefined && error === undefined) expect(found.cause).toBeUndefined();
  else expect(found.cause ?? "").toContain(cause ?? "");
});

test("an execution that outlasts TimeoutSeconds ends TIMED_OUT, without error", async () => {
  const definition = { TimeoutSeconds: 1, ...only({ Type: "Wait", Seconds: 100 }) };
  expect(await runOn(target, definition)).toMatchObject({ status: "TIMED_OUT", redriveStatus: "REDRIVABLE" });
});
