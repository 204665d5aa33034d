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
