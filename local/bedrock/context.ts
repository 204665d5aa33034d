import type { Clock } from "../clock.ts";
import type { Caller, Place } from "../service.ts";
import type { Store } from "../store.ts";
import type { Ledger } from "./ledger.ts";
import type { Measurer } from "./media/measurer.ts";
import type { MediaObjects } from "./media-source.ts";
import type { Quotas } from "./quotas.ts";

/** Where the documentation and working code disagree about the wire, which form is spoken. */
export interface Variants {
  /** `embeddingOption` of an output item. Default `string`. */
  readonly embeddingOption?: "string" | "array";
  /** `data` of an InvokeModel answer. Default `array`. */
  readonly data?: "array" | "object";
  /** Which forms of `responseFormat` are taken: the current one, or also the older `json_schema` one. Default `both`. */
  readonly responseFormat?: "current" | "both";
  /** Key of the finish reason in Pegasus 1.5 answers. Default `stopReason`. */
  readonly finishKey15?: "stopReason" | "finishReason";
  /** Whether embeddings have length 1. Default `true`. */
  readonly unitLength?: boolean;
}

/** What every operation works with. */
export interface Context {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: Place;
  readonly objects: MediaObjects;
  readonly measurer: Measurer;
  readonly ledger: Ledger;
  readonly quotas: Quotas;
  readonly variants: Required<Variants>;
  /** Seconds that a model call or an async job takes beyond the measuring. */
  readonly modelLatencySec: number;
  /** Aborts when the stand-in closes. */
  readonly stopping: AbortSignal;
  /** Folder for bytes that came inside a request. */
  readonly inlineFolder: string;
}

/** One request to an operation on a model. */
export interface ModelCall {
  readonly modelId: string;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly caller: Caller;
  readonly requestId: string;
}
