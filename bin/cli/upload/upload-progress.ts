import { bar, type StatusLine } from "../view/status-line.ts";
import { sizeText } from "../view/text.ts";

/** A file of which less is worth no lines in between. */
const LARGE_BYTES = 64 * 1024 ** 2;

/** Tells how far uploads are: one moving bar for all of them on a terminal, lines elsewhere. */
export class UploadProgress {
  readonly #line: StatusLine;
  readonly #totalBytes: number;
  readonly #files: number;
  #doneBytes = 0;
  #doneFiles = 0;

  constructor(line: StatusLine, files: number, totalBytes: number) {
    this.#line = line;
    this.#files = files;
    this.#totalBytes = totalBytes;
  }

  /** For one file. */
  of(name: string, sizeBytes: number) {
    let mine = 0;
    let quarter = 0;
    const move = (bytes: number) => {
      mine += bytes;
      this.#doneBytes += bytes;
      const reached = Math.floor((4 * mine) / Math.max(1, sizeBytes));
      if (sizeBytes >= LARGE_BYTES && reached > quarter && reached < 4)
        this.#line.plain(`${name}: ${reached * 25} %`);
      quarter = reached;
      this.#line.now(this.#state(name));
    };
    return {
      onSent: move,
      onResumed: (bytes: number) => {
        if (bytes === 0) return;
        this.#line.line(`${name}: ${sizeText(bytes)} of ${sizeText(sizeBytes)} are there already; going on.`);
        move(bytes);
      },
      /** What is there needs no sending. */
      skipped: () => {
        this.#doneFiles++;
        this.#doneBytes += sizeBytes;
        this.#line.line(`${name}: is there already.`);
      },
      uploaded: () => {
        this.#doneFiles++;
        this.#line.line(`${name}: ${sizeText(sizeBytes)} uploaded${this.#count()}.`);
      },
    };
  }

  #count(): string {
    return this.#files > 1 ? `, ${this.#doneFiles} of ${this.#files}` : "";
  }

  #state(name: string): string {
    const share = this.#doneBytes / Math.max(1, this.#totalBytes);
    const files = this.#files > 1 ? `  ${this.#doneFiles} of ${this.#files}` : "";
    return `${bar(share)} ${Math.floor(100 * share)} %  ${sizeText(this.#doneBytes)}${files}  ${name}`;
  }
}
