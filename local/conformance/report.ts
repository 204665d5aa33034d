import type { Finding } from "./conform.ts";

/** The report on all findings, line by line, and whether everything in scope matches. */
export function report(findings: readonly Finding[]): { lines: string[]; passed: boolean } {
  const inScope = findings.filter(({ verdict }) => verdict !== "out of scope");
  const matches = inScope.filter(({ verdict }) => verdict === "match");
  const mismatches = inScope.filter(({ verdict }) => verdict === "mismatch");
  const lines = [
    ...mismatches.map(
      (finding) => `MISMATCH  ${title(finding)}\n          ${finding.reason}\n          ${origin(finding)}`,
    ),
    ...inScope
      .filter(({ verdict, notes }) => verdict === "match" && notes.length > 0)
      .map((finding) => `match     ${title(finding)}\n          ${origin(finding)}`),
    ...outOfScope(findings),
    ...(inScope.length === 0 ? ["nothing in scope to compare"] : []),
    byLanguage(inScope),
    `${matches.length} of ${inScope.length} match`,
  ];
  return { lines, passed: mismatches.length === 0 && inScope.length > 0 };
}

function title({ recording: { id, file, where } }: Finding): string {
  const name = id.split("::").slice(-2).join("::");
  return `${file} ${name}${where === "/get_execution_history" || where === "" ? "" : ` ${where}`}`;
}

function origin({ definition, language, notes }: Finding): string {
  return `${language} ${definition}${notes.map((note) => `; ${note}`).join("")}`;
}

function outOfScope(findings: readonly Finding[]): string[] {
  const out = findings.filter(({ verdict }) => verdict === "out of scope");
  const lines = out.map((finding) => `no scope  ${title(finding)}: ${finding.reason}`);
  const histories = findings.length === 1 ? "1 history" : `${findings.length} histories`;
  return [...lines, `${histories}: ${findings.length - out.length} in scope, ${out.length} out of scope`];
}

function byLanguage(inScope: readonly Finding[]): string {
  const count = (language: string, verdict?: string) =>
    inScope.filter(
      (each) => each.language === language && (verdict === undefined || each.verdict === verdict),
    ).length;
  const part = (language: string) => `${count(language, "match")} of ${count(language)}`;
  return `JSONata as written: ${part("JSONata")}; translated from JSONPath: ${part("JSONPath")}`;
}
