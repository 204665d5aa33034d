import { shown } from "../../local/card.ts";
import { cutToWidth, textWidth } from "./text-width.ts";

export interface Column<Item> {
  readonly head: string;
  readonly of: (item: Item) => string;
  readonly align?: "right";
  /** May be cut when the terminal is narrow; all others stay whole. */
  readonly shrinks?: boolean;
}

const GAP = "  ";
/** A column that is cut keeps so many cells: below that it says nothing. */
const LEAST = 8;
const BOLD = ["\u001b[1m", "\u001b[22m"] as const;

/** Columns of plain text. Those of the first block are kept, so that later ones stand below them. */
export class TableView<Item> {
  readonly #columns: readonly Column<Item>[];
  /** Undefined: nothing is cut, because a program reads it. */
  readonly #width: number | undefined;
  readonly #color: boolean;
  #widths: number[] | undefined;

  constructor(columns: readonly Column<Item>[], options: { width: number | undefined; color: boolean }) {
    this.#columns = columns;
    this.#width = options.width;
    this.#color = options.color;
  }

  /** Lines for these rows; the first block has the heads above it. */
  block(items: readonly Item[]): string {
    const rows = items.map((item) => this.#columns.map((column) => shown(column.of(item))));
    const heads = this.#columns.map(({ head }) => head);
    const isFirst = this.#widths === undefined;
    this.#widths ??= fitted(this.#columns, [heads, ...rows], this.#width);
    const lines = rows.map((row) => this.#line(row));
    return [...(isFirst ? [this.#head(heads)] : []), ...lines].map((line) => `${line}\n`).join("");
  }

  #head(heads: readonly string[]): string {
    const line = this.#line(heads);
    return this.#color ? BOLD.join(line) : line;
  }

  #line(cells: readonly string[]): string {
    const padded = cells.map((cell, at) => {
      const width = this.#widths?.[at] ?? 0;
      const { shrinks, align } = this.#columns[at] ?? {};
      const text = shrinks && this.#width !== undefined ? cutToWidth(cell, width) : cell;
      const space = " ".repeat(Math.max(0, width - textWidth(text)));
      return align === "right" ? space + text : text + space;
    });
    return padded.join(GAP).trimEnd();
  }
}

/** As wide as the widest cell; when that is too much, the widest of those that shrink give way. */
function fitted(columns: readonly Column<never>[], rows: readonly string[][], width: number | undefined) {
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => textWidth(row[at] ?? ""))));
  if (width === undefined) return widths;
  const total = () => widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1));
  while (total() > width) {
    const widest = columns.reduce(
      (best, { shrinks }, at) =>
        shrinks && (widths[at] ?? 0) > Math.max(LEAST, best < 0 ? 0 : (widths[best] ?? 0)) ? at : best,
      -1,
    );
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
