import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { conformance } from "../../../local/conformance/conformance.ts";
import { parseJson5 } from "../../../local/conformance/json5.ts";
import { standsFor } from "../../../local/conformance/placeholders.ts";
import { readTarGz } from "../../../local/conformance/tar.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "conformance-"));
});
afterEach(() => rm(dir, { recursive: true }));

function tarOf(files: Record<string, string>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(Buffer.byteLength(content).toString(8).padStart(11, "0"), 124);
    header.write("0", 156);
    header.write("ustar", 257);
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / 512) * 512);
    body.write(content);
    return [header, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const doubling = `{
  // a comment, and a trailing comma
  QueryLanguage: 'JSONata', "StartAt": "Double",
  "States": {"Double": {"Type": "Task", "Resource": "_tbd_", "Arguments": {"n": "{% $states.input.n %}"},
    "Output": "{% $states.result * 2 %}", "End": true,},},
}`;

const truncated = { truncated: false };
const resource = "arn:<partition>:lambda:<region>:111111111111:function:<lambda_function_1_name>";

function doublingHistory(output: string, more: object = {}): object[] {
  const event = (id: number, type: string, details: object = {}) => ({
    id,
    previousEventId: id < 3 ? 0 : id - 1,
    timestamp: "timestamp",
    type,
    ...details,
  });
  return [
    event(1, "ExecutionStarted", {
      executionStartedEventDetails: { input: { n: 2 }, inputDetails: truncated, roleArn: "snf_role_arn" },
    }),
    event(2, "TaskStateEntered", {
      stateEnteredEventDetails: { input: { n: 2 }, inputDetails: truncated, name: "Double" },
    }),
    event(3, "LambdaFunctionScheduled", {
      lambdaFunctionScheduledEventDetails: { input: { n: 2 }, inputDetails: truncated, resource },
    }),
    event(4, "LambdaFunctionStarted"),
    event(5, "LambdaFunctionSucceeded", {
      lambdaFunctionSucceededEventDetails: { output: "21", outputDetails: truncated },
    }),
    event(6, "TaskStateExited", {
      stateExitedEventDetails: { name: "Double", output, outputDetails: truncated },
    }),
    {
      ...event(7, "ExecutionSucceeded", {
        executionSucceededEventDetails: { output, outputDetails: truncated },
      }),
      ...more,
    },
  ];
}

async function compare(
  histories: Record<string, object[]>,
  files: Record<string, string> = { "t/doubling.json5": doubling },
) {
  const tests = Object.entries(histories).map(([id, events]) => [
    `tests/x.py::TestX::${id}`,
    { "recorded-date": "06-11-2025, 12:20:01", "recorded-content": { get_execution_history: { events } } },
  ]);
  await writeFile(join(dir, "x.snapshot.json"), JSON.stringify(Object.fromEntries(tests)));
  await writeFile(join(dir, "templates.tar.gz"), tarOf(files));
  return conformance(dir);
}

test("a history that the interpreter gives again matches", async () => {
  const { lines, passed } = await compare({ test_doubling: doublingHistory("42") });
  expect(lines.at(-1)).toBe("1 of 1 match");
  expect(passed).toBe(true);
});

describe("tells", () => {
  const changed: [name: string, history: object[], reason: string][] = [
    ["another output", doublingHistory("43"), "recorded 43, got 42"],
    [
      "another event",
      doublingHistory("42").with(5, {
        id: 6,
        previousEventId: 5,
        type: "PassStateExited",
        stateExitedEventDetails: { name: "Double", output: "42" },
      }),
      "recorded PassStateExited 'Double', got TaskStateExited 'Double'",
    ],
    [
      "another order",
      doublingHistory("42")
        .with(6, doublingHistory("42")[5] ?? {})
        .with(5, doublingHistory("42")[6] ?? {}),
      "recorded ExecutionSucceeded, got TaskStateExited",
    ],
    ["another thread", doublingHistory("42", { previousEventId: 3 }), "previousEventId: recorded 3, got 6"],
    [
      "an event too few",
      doublingHistory("42").toSpliced(3, 1),
      "recorded LambdaFunctionSucceeded, got LambdaFunctionStarted",
    ],
  ];
  test.each(changed)("%s", async (_, history, reason) => {
    const { lines, passed } = await compare({ test_doubling: history });
    expect(passed).toBe(false);
    expect(lines.at(-1)).toBe("0 of 1 match");
    expect(lines.join("\n")).toContain(reason);
  });
});

test("a failure is compared by its error and, where the machine words it, by its cause", async () => {
  const failing = JSON.stringify({
    QueryLanguage: "JSONata",
    StartAt: "F",
    States: { F: { Type: "Fail", Error: "{% $states.input.e %}", Cause: "because" } },
  });
  const history = (cause: string) => [
    {
      id: 1,
      previousEventId: 0,
      type: "ExecutionStarted",
      executionStartedEventDetails: { input: { e: "E" } },
    },
    {
      id: 2,
      previousEventId: 0,
      type: "FailStateEntered",
      stateEnteredEventDetails: { input: { e: "E" }, name: "F" },
    },
    {
      id: 3,
      previousEventId: 2,
      type: "ExecutionFailed",
      executionFailedEventDetails: { error: "E", cause },
    },
  ];
  const files = { "t/failing.json": failing };
  expect((await compare({ test_failing: history("because") }, files)).passed).toBe(true);
  expect((await compare({ test_failing: history("else") }, files)).passed).toBe(false);
});

test("an expression that a test swaps in is read from the recorded failure", async () => {
  const patched = `{"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": {"Type": "Pass", "Output": "__tbd__", "End": true}}}`;
  const cause =
    "An error occurred while executing the state 'P' (entered at the event id #2). The JSONata expression '$nothing' specified for the field 'Output' returned nothing (undefined).";
  const error = "States.QueryEvaluationError";
  const events = [
    { id: 1, previousEventId: 0, type: "ExecutionStarted", executionStartedEventDetails: { input: {} } },
    {
      id: 2,
      previousEventId: 0,
      type: "PassStateEntered",
      stateEnteredEventDetails: { input: {}, name: "P" },
    },
    {
      id: 3,
      previousEventId: 2,
      type: "EvaluationFailed",
      evaluationFailedEventDetails: { cause, error, location: "Output", state: "P" },
    },
    { id: 4, previousEventId: 3, type: "ExecutionFailed", executionFailedEventDetails: { cause, error } },
  ];
  const { lines } = await compare({ "test_patched[nothing]": events }, { "t/patched.json5": patched });
  expect(lines.at(-1)).toBe("1 of 1 match");
  expect(lines.join("\n")).toContain(`'P'/Output = "{% $nothing %}"`);
});

test("what the interpreter does not have is listed, not counted", async () => {
  const distributed = `{"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
    "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, "StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}}}}`;
  const events = [
    { id: 1, previousEventId: 0, type: "ExecutionStarted", executionStartedEventDetails: { input: "[]" } },
    {
      id: 2,
      previousEventId: 0,
      type: "MapStateEntered",
      stateEnteredEventDetails: { input: "[]", name: "M" },
    },
  ];
  const files = { "t/distributed.json5": distributed, "t/doubling.json5": doubling };
  const { lines, passed } = await compare(
    { test_distributed: events, test_doubling: doublingHistory("42") },
    files,
  );
  expect(passed).toBe(true);
  expect(lines.at(-1)).toBe("1 of 1 match");
  expect(lines.join("\n")).toContain("TestX::test_distributed: distributed Map ('M')");
});

test.each([["no such folder", "/nowhere/at/all"]])(
  "says in one line that there is %s",
  async (message, missing) => {
    await expect(conformance(missing)).rejects.toThrow(message);
  },
);

test("says in one line that a folder has no recordings", async () => {
  await expect(conformance(dir)).rejects.toThrow(`no *.snapshot.json in ${dir}`);
});

test.each([
  ["<uuid:1>", "d2b1", "x", true],
  ["arn:<partition>:s3:::b", "arn:aws:s3:::b", "x", true],
  ["arn:<partition>:s3:::b", "arn:aws:s3:::c", "x", false],
  ["date", "2024-01-01", "x", true],
  ["request-id", "1234", "x", true],
  ["table-name", "t1", "TableName", true],
  ["bucket-name", "b1", "BucketName", true],
  ["word", "other", "x", false],
  ["<<task_token>:1>", "AQCEAAAAabc=", "x", true],
  ["a_task_token", "AQCEAAAAabc=", "x", true],
  ["a_task_token", "something else", "x", false],
  ["a message", "AQCEAAAAabc=", "x", false],
  ["start-time", "2024-01-01T10:00:00.000Z", "execution_starttime", true],
  ["start-time", "10", "x", false],
])("the recorded %j stands for %j in the member %s: %s", (recorded, value, key, stands) => {
  expect(standsFor(recorded, value, key)).toBe(stands);
});

test("reads JSON with comments, single quotes, bare keys and trailing commas", () => {
  expect(parseJson5(`{ a: 'it''s', } `.replace("''", "\\'"))).toEqual({ a: "it's" });
  expect(parseJson5('/* x */ [1, -2.5e3, true, null, "a//b", /* y */ {"b": "\\u00e4"},]')).toEqual([
    1,
    -2500,
    true,
    null,
    "a//b",
    { b: "ä" },
  ]);
  expect(() => parseJson5("{a: 1} 2")).toThrow(SyntaxError);
});

test("reads an archive", () => {
  const files = readTarGz(tarOf({ "a/b.txt": "text", "c.txt": "x".repeat(1000) }));
  expect([...files].map(([name, body]) => [name, body.length])).toEqual([
    ["a/b.txt", 4],
    ["c.txt", 1000],
  ]);
});

type Step = readonly [type: string, details?: object, previousEventId?: number | null | undefined];

/** Events numbered from 1, each after the one before it; `null` stands for one whose place the recorder has lost. */
function history(...steps: readonly Step[]): object[] {
  return steps.map(([type, details = {}, previous], index) => ({
    id: previous === null ? [0] : index + 1,
    previousEventId: previous === null ? 0 : (previous ?? (index < 2 ? 0 : index)),
    type,
    ...details,
  }));
}

const started = (input: unknown): Step => ["ExecutionStarted", { executionStartedEventDetails: { input } }];
const entered = (type: string, name: string, input: unknown, previous?: number | null): Step => [
  `${type}StateEntered`,
  { stateEnteredEventDetails: { input, name } },
  previous,
];
const exited = (type: string, name: string, output: unknown, previous?: number | null): Step => [
  `${type}StateExited`,
  { stateExitedEventDetails: { name, output } },
  previous,
];
const succeeded = (output: unknown): Step => [
  "ExecutionSucceeded",
  { executionSucceededEventDetails: { output } },
];

const intrinsics: [call: string, input: object, result: unknown][] = [
  ["States.Format('{} is {}\\'s', $.a, $.b)", { a: "x", b: null }, "x is null's"],
  ["States.Format('{}', $.a)", { a: { b: [1] } }, '{"b":[1]}'],
  ["States.Array()", {}, []],
  ["States.Array($.a, 1, 'two', States.Array($.b))", { a: [0], b: true }, [[0], 1, "two", [true]]],
  ["States.ArrayContains($.a, $.b)", { a: [{ c: 1 }], b: { c: 1 } }, true],
  ["States.ArrayGetItem($.a, 0)", { a: [[1, 2], 3] }, [1, 2]],
  ["States.ArrayLength($.a)", { a: [1] }, 1],
  ["States.ArrayPartition($.a, 2)", { a: [1, 2, 3] }, [[1, 2], [3]]],
  ["States.ArrayRange(1, 1, 1)", {}, [1]],
  ["States.ArrayUnique($.a)", { a: [1, 1] }, [1]],
  ["States.Base64Decode(States.Base64Encode($.a))", { a: "x" }, "x"],
  ["States.Hash($.a, 'SHA-1')", { a: "a" }, "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"],
  ["States.JsonMerge($.a, $.b, false)", { a: { x: 1, y: 1 }, b: { y: 2 } }, { x: 1, y: 2 }],
  ["States.JsonToString($.a)", { a: [1, "b"] }, '[1,"b"]'],
  ["States.StringToJson('{\"a\": [1]}')", {}, { a: [1] }],
  ["States.StringSplit($.a, '.,')", { a: ",1.2,,3" }, ["1", "2", "3"]],
  ["States.MathAdd($.a, -1)", { a: 3 }, 2],
  ["States.ArrayLength($['a b'])", { "a b": [] }, 0],
];

test.each(intrinsics)("%s of %j is %j", async (call, input, result) => {
  const State = { Type: "Pass", Parameters: { "r.$": call }, End: true };
  const { lines } = await compare(
    {
      test_call: history(
        started(input),
        entered("Pass", "P", input),
        exited("Pass", "P", { r: result }),
        succeeded({ r: result }),
      ),
    },
    { "t/call.json5": JSON.stringify({ StartAt: "P", States: { P: State } }) },
  );
  expect(lines).toContain("1 of 1 match");
});

test("an intrinsic function without a counterpart is out of scope", async () => {
  const State = { Type: "Pass", Parameters: { "r.$": "States.MathRandom(1, 9)" }, End: true };
  const { lines } = await compare(
    {
      test_call: history(
        started({}),
        entered("Pass", "P", {}),
        exited("Pass", "P", { r: 3 }),
        succeeded({ r: 3 }),
      ),
    },
    { "t/call.json5": JSON.stringify({ StartAt: "P", States: { P: State } }) },
  );
  expect(lines.join("\n")).toContain("'States.MathRandom(1, 9)' is not translated");
  expect(lines).toContain("nothing in scope to compare");
});

test("an execution may have been started with null", async () => {
  const { lines } = await compare(
    {
      test_echo: history(
        started("null"),
        entered("Pass", "P", "null"),
        exited("Pass", "P", "null"),
        succeeded("null"),
      ),
    },
    { "t/echo.json5": '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}' },
  );
  expect(lines).toContain("1 of 1 match");
});

test("a definition in the recording itself is used", async () => {
  const definition = { StartAt: "P", States: { P: { Type: "Pass", Result: 7, End: true } } };
  const content = {
    describe: { definition },
    run: { events: history(started({}), entered("Pass", "P", {}), exited("Pass", "P", "7"), succeeded("7")) },
  };
  await writeFile(
    join(dir, "x.snapshot.json"),
    JSON.stringify({ "x.py::X::test_x": { "recorded-content": content } }),
  );
  await writeFile(join(dir, "templates.tar.gz"), tarOf({ "t/doubling.json5": doubling }));
  expect((await conformance(dir)).lines).toContain("1 of 1 match");
});

test("a definition whose literals were not recorded is not taken", async () => {
  const { lines, passed } = await compare(
    { test_x: history(started({}), entered("Pass", "P", {}), exited("Pass", "P", "7"), succeeded("7")) },
    { "t/other.json5": '{"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": 8, "End": true}}}' },
  );
  expect(lines.join("\n")).toContain("no definition has these states");
  expect(passed).toBe(false);
});

test("a recording that lost the order of a failing Parallel state is compared without its end", async () => {
  const fail = { StartAt: "F", States: { F: { Type: "Fail", Error: "E" } } };
  const parallel = {
    Type: "Parallel",
    Branches: [fail],
    Catch: [{ ErrorEquals: ["E"], Next: "Z" }],
    End: true,
  };
  const caught = { Error: "E", Cause: null };
  const Z = { Type: "Pass", End: true };
  const { lines } = await compare(
    {
      test_x: history(
        started({}),
        entered("Parallel", "P", {}),
        ["ParallelStateStarted"],
        entered("Fail", "F", {}, null),
        exited("Parallel", "P", caught, 5),
        entered("Pass", "Z", caught),
        exited("Pass", "Z", caught),
        succeeded(caught),
      ),
    },
    { "t/x.json5": JSON.stringify({ QueryLanguage: "JSONata", StartAt: "P", States: { P: parallel, Z } }) },
  );
  expect(lines).toContain("1 of 1 match");
});

test("iterations that time out at the same moment all do, and all but one count as aborted", async () => {
  const task = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: {},
    TimeoutSeconds: 5,
    End: true,
  };
  const map = { Type: "Map", Items: [1, 2], ItemProcessor: { StartAt: "T", States: { T: task } }, End: true };
  const named = { resource: "invoke", resourceType: "lambda" };
  const of = (kind: string, index: number, previous: number): Step => [
    `MapIteration${kind}`,
    { [`mapIteration${kind}EventDetails`]: { index, name: "M" } },
    previous,
  ];
  const scheduled = (previous: number): Step => [
    "TaskScheduled",
    { taskScheduledEventDetails: { parameters: {}, timeoutInSeconds: 5, ...named } },
    previous,
  ];
  const begun = (previous: number): Step => ["TaskStarted", { taskStartedEventDetails: named }, previous];
  const timedOut = (previous: number): Step => [
    "TaskTimedOut",
    { taskTimedOutEventDetails: { error: "States.Timeout", ...named } },
    previous,
  ];
  const { lines } = await compare(
    {
      test_x: history(
        started({}),
        entered("Map", "M", {}),
        ["MapStateStarted", { mapStateStartedEventDetails: { length: 2 } }],
        of("Started", 0, 3),
        of("Started", 1, 3),
        entered("Task", "T", "1", 4),
        scheduled(6),
        entered("Task", "T", "2", 5),
        scheduled(8),
        begun(7),
        begun(9),
        timedOut(10),
        timedOut(11),
        of("Failed", 0, 12),
        ["TaskStateAborted", {}, 12],
        of("Aborted", 1, 12),
        ["TaskStateAborted", {}, 12],
        ["MapStateFailed", {}, 12],
        ["ExecutionFailed", { executionFailedEventDetails: { error: "States.Timeout" } }],
      ),
    },
    { "t/x.json5": JSON.stringify({ QueryLanguage: "JSONata", StartAt: "M", States: { M: map } }) },
  );
  expect(lines).toContain("1 of 1 match");
});

test("a file that cannot be read fails the run and stops no other", async () => {
  await writeFile(join(dir, "broken.snapshot.json"), '{"a": ');
  const { lines, passed } = await compare({ test_doubling: doublingHistory("42") });
  expect(passed).toBe(false);
  expect(lines[0]).toContain("UNREADABLE  broken.snapshot.json: ");
  expect(lines).toContain("1 of 1 match");
});

test("says in one line that there is no history and that the archive is none", async () => {
  await writeFile(join(dir, "x.snapshot.json"), "{}");
  await writeFile(join(dir, "templates.tar.gz"), tarOf({ "t/doubling.json5": doubling }));
  await expect(conformance(dir)).rejects.toThrow(`no recorded history in ${dir}`);
  await writeFile(join(dir, "templates.tar.gz"), "no archive");
  await expect(conformance(dir)).rejects.toThrow(`cannot read the archive ${join(dir, "templates.tar.gz")}`);
});

test("a text of a JSONPath machine that looks like JSONata stays a text", async () => {
  const text = "{% $nothing %}";
  const State = { Type: "Pass", Assign: { v: [text] }, Parameters: { "i.$": "$.a", text }, End: true };
  const output = { i: 1, text };
  const { lines } = await compare(
    {
      test_text: history(
        started({ a: 1 }),
        entered("Pass", "P", { a: 1 }),
        [
          "PassStateExited",
          {
            stateExitedEventDetails: { assignedVariables: { v: JSON.stringify([text]) }, name: "P", output },
          },
        ],
        succeeded(output),
      ),
    },
    { "t/text.json5": JSON.stringify({ StartAt: "P", States: { P: State } }) },
  );
  expect(lines).toContain("1 of 1 match");
});
