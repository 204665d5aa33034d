import { parseArguments, UsageError } from "../../../bin/local/arguments.ts";

test("without arguments: the samples, the usual port and folder", () => {
  expect(parseArguments([])).toEqual({
    paths: [],
    index: "default",
    once: false,
    json: false,
    fresh: false,
    dataDir: ".reelbase",
    port: 4599,
    modelLatencySec: 0,
  });
});

test.each([
  [["--quick"]],
  [["--once=yes"]],
  [["--index"]],
  [["--index", ""]],
  [["--index", "a/b"]],
  [["--data", ""]],
  [["--port", "-1"]],
  [["--port=65536"]],
  [["--port", "1.5"]],
  [["--model-latency="]],
  [["--model-latency", "soon"]],
  [[""]],
])("refuses %j in one line", (argv) => {
  expect(() => parseArguments(argv)).toThrow(UsageError);
  expect(() => parseArguments(argv)).toThrow(/^[^\n]{10,}\.$/);
});
