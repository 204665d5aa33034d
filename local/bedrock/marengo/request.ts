import type { MediaSource } from "../media-source.ts";

export type EmbeddingScope = "clip" | "asset";

/** How a range is divided. */
export type Segmentation =
  | { readonly method: "dynamic"; readonly minSec: number }
  | { readonly method: "fixed"; readonly lengthSec: number }
  /** Equal parts near this length. */
  | { readonly method: "even"; readonly nearSec: number };

/** A request for the embeddings of a stretch of video or sound. */
export interface TimedRequest {
  readonly kind: "video" | "audio";
  readonly media: MediaSource;
  readonly startSec: number;
  /** Until the end when not set. */
  readonly endSec?: number;
  readonly segmentation: Segmentation;
  /** Wire names of the options. */
  readonly options: readonly string[];
  /** Scopes to answer with; a model without scopes has none. */
  readonly scopes: readonly EmbeddingScope[] | null;
  readonly separate: boolean;
  readonly fused: boolean;
}

export interface TextRequest {
  readonly kind: "text";
  readonly text: string;
}

/** One picture, or several with or without a text, as one embedding. */
export interface ImageRequest {
  readonly kind: "image";
  readonly text?: string;
  readonly images: readonly MediaSource[];
}

export type MarengoRequest = TimedRequest | TextRequest | ImageRequest;

/** A token is about four characters; the stand-in has no tokenizer. */
export function textTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
