import { operationOf } from "../../../bin/compat/operation.ts";
import type { Finding } from "../../../bin/compat/replay.ts";
import { compatReport, reportLines } from "../../../bin/compat/report.ts";

const finding = (file: string, more: Partial<Finding> = {}): Finding => ({
  file,
  operation: operationOf({ method: "POST", endpoint: "/search", response: null, body: undefined }),
  status: { recorded: 200, ours: 200 },
  sharedFields: 3,
  differences: [],
  documented: [],
  notes: [],
  ...more,
});

const documented = {
  path: "data[].thumbnail_url",
  kind: "type",
  text: "text recorded, null here",
  reason: "no thumbnails",
} as const;

test("requests of one operation are one row, and what is documented is said once", () => {
  const report = compatReport([
    finding("a.json", { documented: [documented] }),
    finding("b.json", { documented: [documented], notes: ["asked for blue"] }),
  ]);
  expect(report).toEqual({
    passed: true,
    requests: 2,
    operations: [
      {
        operation: "POST /search",
        requests: 2,
        statusMatches: 2,
        sharedFields: 3,
        differences: [],
        documented: ["data[].thumbnail_url: text recorded, null here - no thumbnails"],
        notes: ["b.json: asked for blue"],
      },
    ],
  });
  expect(reportLines(report).at(-1)).toBe("2 requests: nothing differs beyond what is documented.");
});

test("any other difference fails the report and stands there with its file", () => {
  const differences = [
    { path: "data[].score", kind: "missing", text: "number recorded, missing here" } as const,
  ];
  const report = compatReport([finding("a.json", { differences })]);
  expect(report.passed).toBe(false);
  expect(reportLines(report)).toContain("    a.json: data[].score: number recorded, missing here");
});
