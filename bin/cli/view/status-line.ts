import { shown } from "../../local/card.ts";
import type { CliIo } from "../io.ts";
import { cutToWidth } from "./text-width.ts";

const CLEAR = "\r\u001b[2K";
/** More often than this, nobody can read it. */
const PAINT_EVERY_MS = 80;

/** Progress on standard error: one line that is rewritten on a terminal, plain lines elsewhere. */
export class StatusLine {
  readonly #io: CliIo;
  readonly #quiet: boolean;
  #isPainted = false;
  #paintedMs = Number.NEGATIVE_INFINITY;

  constructor(io: CliIo, quiet: boolean) {
    this.#io = io;
    this.#quiet = quiet;
  }

  /** The state of the moment, for terminals alone. */
  now(text: string): void {
    if (this.#quiet || !this.#io.isTerminal.err) return;
    if (this.#io.now() - this.#paintedMs < PAINT_EVERY_MS) return;
    this.#paintedMs = this.#io.now();
    this.#isPainted = true;
    this.#io.err(`${CLEAR}${cutToWidth(shown(text), (this.#io.columns ?? 80) - 1)}`);
  }

  /** A line that stays. */
  line(text: string): void {
    this.clear();
    if (!this.#quiet) this.#io.err(`${shown(text)}\n`);
  }

  /** A line for those who see no rewritten one. */
  plain(text: string): void {
    if (!this.#io.isTerminal.err) this.line(text);
  }

  clear(): void {
    if (this.#isPainted) this.#io.err(CLEAR);
    this.#isPainted = false;
  }
}

/** `[#########-----------]` */
export function bar(share: number, cells = 20): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return `[${"#".repeat(filled)}${"-".repeat(cells - filled)}]`;
}
