import type { OutputItem, VideoEmbeddingQuestion } from "../contracts/embedding.ts";
import type { MediaSource } from "../contracts/media-source.ts";
import type { PegasusAnswer, PegasusQuestion, PegasusRequest } from "../contracts/pegasus.ts";
import type { Calibration } from "./calibration.ts";
import type { Routes } from "./route.ts";

/** Names of the registry entries, as they stand in the configuration. */
export type ModelKey = "pegasus-1.2" | "pegasus-1.5" | "marengo-3.0" | "marengo-2.7";

/** What a model takes. Every bound is itself accepted. Pixels are those that are seen, after rotation. */
export interface MediaLimits {
  readonly minSeconds: number;
  readonly maxSeconds: number;
  readonly maxBytes: number;
  /** Smallest length of the shorter side, pixels. */
  readonly minSidePixels: number;
  /** Largest length of the shorter and of the longer side: a picture may stand or lie. */
  readonly maxShortSidePixels: number;
  readonly maxLongSidePixels: number;
  /** Longer side divided by the shorter one. */
  readonly maxAspect: number;
}

/** What can be searched in, in the platform's words of v1.2, and `audio`, which it has since v1.3. */
export const SEARCH_OPTIONS = ["visual", "conversation", "text_in_video", "logo", "audio"] as const;
export type SearchOption = (typeof SEARCH_OPTIONS)[number];

interface ModelCommon {
  readonly key: ModelKey;
  /** Begins the names of vector indexes and other short labels. */
  readonly shortName: string;
  /** What people call it. */
  readonly name: string;
  readonly modelId: string;
  readonly status: "active" | "legacy";
  /** First day on which Bedrock refuses the model, ISO date; null when none is announced. */
  readonly endOfLife: string | null;
  readonly replacement: ModelKey | null;
  readonly routes: Routes;
  readonly limits: MediaLimits;
  /** Quota of a new account in one region; what an account really has stands in Service Quotas. */
  readonly requestsPerMinute: number;
}

/** A model that answers a prompt about a video with text. */
export interface AnalysisModel extends ModelCommon {
  readonly family: "pegasus";
  readonly maxPromptTokens: number;
  readonly minOutputTokens: number;
  readonly maxOutputTokens: number;
  readonly prices: AnalysisPrices;
  readonly buildRequest: (question: PegasusQuestion) => PegasusRequest;
  /** @throws UnexpectedShape when the body is no answer of this model */
  readonly parseResponse: (body: unknown) => PegasusAnswer;
}

/** A model that turns videos, texts and images into vectors of one space. */
export interface EmbeddingModel extends ModelCommon {
  readonly family: "marengo";
  readonly dimension: 512 | 1024;
  readonly metric: "cosine";
  /** What can be embedded of a video; the words are those of the wire. */
  readonly embeddingOptions: readonly string[];
  /** Those of the options that need an audio track. */
  readonly audioOptions: readonly string[];
  /** The embedding option whose vectors answer a text for each search option. */
  readonly textSearch: Readonly<Record<SearchOption, string>>;
  /** The embedding option whose vectors answer an image. */
  readonly imageSearch: string;
  readonly calibration: Calibration;
  /** `clip` is a segment, `asset` the whole range that was embedded. */
  readonly scopes: readonly string[];
  /** Regions in which StartAsyncInvoke takes the bare model id; it takes no profile anywhere. */
  readonly asyncRegions: readonly string[];
  readonly maxTextTokens: number;
  readonly maxImageBytes: number;
  readonly prices: EmbeddingPrices;
  readonly buildVideoRequest: (question: VideoEmbeddingQuestion) => object;
  readonly buildTextRequest: (text: string) => object;
  readonly buildImageRequest: (image: MediaSource) => object;
  /** One item of the output of a video. @throws UnexpectedShape when storing it would corrupt the results */
  readonly parseItem: (item: unknown) => OutputItem;
  /** The one embedding of a text or an image. @throws UnexpectedShape as above */
  readonly parseResponse: (body: unknown) => readonly number[];
}

/** US dollars; estimates, none of them verified on a bill. Null when no indication was found. */
export interface AnalysisPrices {
  readonly videoSecond: number | null;
  readonly outputToken: number | null;
}

/** US dollars; estimates, none of them verified on a bill. */
export interface EmbeddingPrices {
  readonly videoSecond: number;
  readonly audioSecond: number;
  readonly image: number;
  readonly textRequest: number;
}
