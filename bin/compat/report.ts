import Table from "cli-table3";
import type { Finding } from "./replay.ts";

export interface OperationReport {
  readonly operation: string;
  readonly requests: number;
  readonly statusMatches: number;
  readonly sharedFields: number;
  readonly differences: readonly string[];
  readonly documented: readonly string[];
  readonly notes: readonly string[];
}

export interface CompatReport {
  /** Nothing differs beyond what is documented. */
  readonly passed: boolean;
  readonly requests: number;
  readonly operations: readonly OperationReport[];
}

/** What matches and what differs, by operation, in the order in which they were recorded first. */
export function compatReport(findings: readonly Finding[]): CompatReport {
  const titles = [...new Set(findings.map(titleOf))];
  return {
    passed: findings.every(({ differences }) => differences.length === 0),
    requests: findings.length,
    operations: titles.map((title) =>
      operationReport(
        title,
        findings.filter((each) => titleOf(each) === title),
      ),
    ),
  };
}

const titleOf = ({ operation }: Finding) =>
  operation === undefined ? "unknown" : `${operation.method} ${operation.path.replaceAll(/:(\w+)/g, "{$1}")}`;

function operationReport(operation: string, findings: readonly Finding[]): OperationReport {
  const inFile = (file: string, text: string) => `${file}: ${text}`;
  return {
    operation,
    requests: findings.length,
    statusMatches: findings.filter(({ status }) => status.recorded === status.ours).length,
    sharedFields: Math.max(...findings.map((each) => each.sharedFields)),
    differences: findings.flatMap(({ file, differences }) =>
      differences.map(({ path, text }) => inFile(file, path === "" ? text : `${path}: ${text}`)),
    ),
    // One line for all files: what is meant is the same everywhere.
    documented: [
      ...new Set(
        findings.flatMap(({ documented }) =>
          documented.map(
            ({ path, text, reason }) => `${path === "" ? text : `${path}: ${text}`} - ${reason}`,
          ),
        ),
      ),
    ],
    notes: findings.flatMap(({ file, notes }) => notes.map((note) => inFile(file, note))),
  };
}

/** The report for people. */
export function reportLines({ operations, passed, requests }: CompatReport): string[] {
  const table = new Table({
    head: ["operation", "requests", "status", "fields alike", "documented", "differences"],
    style: { head: [], border: [], compact: true },
  });
  for (const each of operations) {
    const status = `${each.statusMatches} of ${each.requests}`;
    const counts = [each.sharedFields, each.documented.length, each.differences.length];
    table.push([each.operation, each.requests, status, ...counts]);
  }
  const wrong = operations.reduce((sum, { differences }) => sum + differences.length, 0);
  return [
    table.toString(),
    ...section("Changed so that there is something to compare", operations, ({ notes }) => notes),
    ...section("Documented differences", operations, ({ documented }) => documented),
    ...section("Differences", operations, ({ differences }) => differences),
    "",
    passed
      ? `${requests} requests: nothing differs beyond what is documented.`
      : `${requests} requests: ${wrong} ${wrong === 1 ? "difference" : "differences"} beyond what is documented.`,
  ];
}

function section(
  title: string,
  operations: readonly OperationReport[],
  linesOf: (operation: OperationReport) => readonly string[],
): string[] {
  const lines = operations.flatMap((each) => {
    const found = linesOf(each);
    return found.length === 0 ? [] : [`  ${each.operation}`, ...found.map((line) => `    ${line}`)];
  });
  return lines.length === 0 ? [] : ["", title, ...lines];
}
