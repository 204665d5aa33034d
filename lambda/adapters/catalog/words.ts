import type { WordItem } from "../../contracts/items.ts";
import type { RunInput } from "../../contracts/workflow.ts";
import type { IndexedWord } from "../../domain/analysis-words.ts";
import { wordKey } from "../../keys.ts";
import type { Catalog } from "../../ports.ts";
import { writeItems } from "./batch-write.ts";
import type { Table } from "./table.ts";

/** The words index; writing it again changes nothing. */
export function words(table: Table): Pick<Catalog, "putWords"> {
  return {
    putWords: async (run, all) => {
      const items = all.map((word) => wordItem(run, word));
      await writeItems(table, items, "words");
    },
  };
}

function wordItem({ indexId, videoId, runId }: RunInput, word: IndexedWord): Record<string, unknown> {
  const item: WordItem = { indexId, videoId, runId, ...word };
  return {
    ...wordKey(indexId, word.option, word.token, videoId, runId, word.startSec),
    type: "Word",
    ...item,
  };
}
