import { existsSync, readFileSync } from "node:fs";

/** Resident memory of a process, MiB. */
export interface Memory {
  readonly now: number;
  /** What of it is the process's own. The rest are pages of files, LevelDB's above all, that the system takes back when it needs room. */
  readonly own: number;
  /** The most since the process began. */
  readonly peak: number;
}

/** That of this process: as Linux counts it in /proc, where there is one. */
export function memoryMb(): Memory {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const counted = (name: string) => new RegExp(`^${name}:\\s*(\\d+) kB`, "m").exec(status)?.[1];
  const resident = process.memoryUsage.rss() / 1024;
  return {
    now: resident / 1024,
    own: Number(counted("RssAnon") ?? resident) / 1024,
    peak: Number(counted("VmHWM") ?? process.resourceUsage().maxRSS) / 1024,
  };
}
