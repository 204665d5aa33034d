import type { RunItem } from "../../lambda/contracts/items.ts";
import { shown } from "./card.ts";
import type { UploadedFile } from "./upload.ts";

const STEPS = ["probe", "analyze", "embed"] as const;
const MARKS = { PROCESSING: "…", DONE: "✓", MISSING: "–", FAILED: "✗" } as const;
const STATUS_WIDTH = 10;

/** One line on how far the run of a file is: `PROCESSING  probe ✓  analyze …  embed …  beach.mp4`. */
export function progressLine(file: UploadedFile, { status, steps }: RunItem): string {
  const marks = STEPS.map((step) => {
    const record = steps[step];
    return `${step} ${record === undefined ? " " : MARKS[record.status]}`;
  });
  return `${status.padEnd(STATUS_WIDTH)}  ${marks.join("  ")}  ${shown(file.name)}`;
}
