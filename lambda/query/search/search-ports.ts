import type { EmbeddingModel } from "../../models.ts";
import type { Clock } from "../../ports.ts";
import type {
  Ids,
  ImageSource,
  Library,
  QueryEmbedder,
  SavedPages,
  Segments,
  VectorSearch,
  WordSearch,
} from "../ports.ts";

export interface SearchPorts {
  readonly library: Library;
  readonly segments: Segments;
  readonly vectors: VectorSearch;
  readonly words: WordSearch;
  readonly embedder: QueryEmbedder;
  readonly images: ImageSource;
  readonly pages: SavedPages;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The one that the library was embedded with. */
  readonly model: EmbeddingModel;
  /** What of its embedding options the deployment stores. */
  readonly embeddingOptions: readonly string[];
}
