import type { EmbeddingModel } from "../../models.ts";
import type { Clock } from "../../ports.ts";
import type { Ids, Library, QueryEmbedder, SavedPages, Segments } from "../ports.ts";

/** What classifying needs from the world. */
export interface ClassifyPorts {
  readonly library: Library;
  readonly segments: Segments;
  readonly embedder: QueryEmbedder;
  readonly pages: SavedPages;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The one that the library was embedded with. */
  readonly model: EmbeddingModel;
  /** What of its embedding options the deployment stores. */
  readonly embeddingOptions: readonly string[];
}
