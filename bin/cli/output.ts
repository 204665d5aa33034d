import type { CliIo } from "./io.ts";
import { jsonText } from "./view/json-text.ts";
import { type Column, TableView } from "./view/table.ts";

export interface OutputOptions {
  /** One JSON document on standard output, and nothing else there. */
  readonly json: boolean;
  /** No notices and no progress. */
  readonly quiet: boolean;
  readonly color: boolean;
}

/** Rows that are laid out together; longer lists are written in blocks of so many. */
const BLOCK = 200;

/** What the command says: results on standard output, everything else on standard error. */
export class Output {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly #io: CliIo;

  constructor(io: CliIo, { json, quiet, color }: OutputOptions) {
    this.#io = io;
    this.json = json;
    this.quiet = quiet;
    const wished = color && (io.env["NO_COLOR"] ?? "") === "" && io.env["TERM"] !== "dumb";
    this.color = wished && io.isTerminal.out;
  }

  /** A block of text for people. */
  async text(text: string): Promise<void> {
    await this.#io.out(`${text}\n`);
  }

  /** Exactly as it is: a stream, or a file. */
  async raw(text: string): Promise<void> {
    await this.#io.out(text);
  }

  /** The one JSON document. */
  async document(value: unknown): Promise<void> {
    await this.#io.out(`${jsonText(value, 2)}\n`);
  }

  /** For whoever looks; not with --quiet. */
  notice(text: string): void {
    if (!this.quiet) this.#io.err(`${text}\n`);
  }

  /**
   * A list: a table, or with --json the document `{"data": […], …rest}`. It is written as it comes, so that a list of any
   * length needs no memory.
   *
   * @param rest fields behind `data`, asked for at the end
   * @returns how many items there were
   */
  async list<Item>(
    items: AsyncIterable<Item> | Iterable<Item>,
    columns: readonly Column<Item>[],
    rest: () => object = () => ({}),
  ): Promise<number> {
    return this.json ? this.#jsonList(items, rest) : this.#table(items, columns);
  }

  async #jsonList<Item>(items: AsyncIterable<Item> | Iterable<Item>, rest: () => object): Promise<number> {
    let count = 0;
    await this.#io.out('{"data":[');
    for await (const item of items) await this.#io.out(`${count++ === 0 ? "\n" : ",\n"}${jsonText(item)}`);
    const tail = jsonText(rest()).slice(1, -1);
    await this.#io.out(`${count === 0 ? "" : "\n"}]${tail === "" ? "" : `,${tail}`}}\n`);
    return count;
  }

  async #table<Item>(
    items: AsyncIterable<Item> | Iterable<Item>,
    columns: readonly Column<Item>[],
  ): Promise<number> {
    const width = this.#io.isTerminal.out ? this.#io.columns : undefined;
    const view = new TableView(columns, { width, color: this.color });
    let count = 0;
    let block: Item[] = [];
    for await (const item of items) {
      count++;
      if (block.push(item) < BLOCK) continue;
      await this.#io.out(view.block(block));
      block = [];
    }
    if (block.length > 0) await this.#io.out(view.block(block));
    return count;
  }
}
