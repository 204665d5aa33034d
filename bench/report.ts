import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What the figures were taken on. The load tells how busy the machine was with other things at the start. */
export function machineLine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `node ${process.version}, ${availableParallelism()} cores (${model}), ${memoryGb} GB, load ${load}`;
}

/**
 * Columns in line: the first to the left, the others to the right.
 * @param rows cells as text; the first row has the heads
 */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) =>
        column === 0 ? (row[column] ?? "").padEnd(width) : (row[column] ?? "").padStart(width),
      )
      .join("  ")
      .trimEnd();
  const [head, ...body] = rows;
  if (head === undefined) return "";
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...body.map(line)].join("\n");
}

/** A figure beside its aim: `0.92 s (aim ≤ 1 s, met)`. */
export function againstAim(value: number, most: number, unit: string, digits = 2): string {
  return `${value.toFixed(digits)} ${unit} (aim ≤ ${most} ${unit}, ${value <= most ? "met" : "MISSED"})`;
}

/** Progress goes to standard error, so that standard output has the figures alone. */
export function notice(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
