import type { VideoEmbeddingQuestion } from "./embedding.ts";
import type { MediaSource } from "./media-source.ts";

/** Shortest clip that the shot detection may make, seconds; the model's own default, sent so that it cannot change. */
const MIN_CLIP_SEC = 4;

/** Input of Marengo Embed 3.0 for a video: for StartAsyncInvoke only. */
export function marengo3VideoRequest({ media, options, scopes, startSec, endSec }: VideoEmbeddingQuestion) {
  return {
    inputType: "video",
    video: {
      mediaSource: media,
      startSec,
      ...(endSec === undefined ? {} : { endSec }),
      segmentation: { method: "dynamic", dynamic: { minDurationSec: MIN_CLIP_SEC } },
      embeddingOption: options,
      embeddingType: ["separate_embedding"],
      embeddingScope: scopes,
    },
  };
}

/** @param text at most as many tokens as the model's `maxTextTokens`; the model has no way to cut it */
export function marengo3TextRequest(text: string) {
  return { inputType: "text", text: { inputText: text } };
}

export function marengo3ImageRequest(image: MediaSource) {
  return { inputType: "image", image: { mediaSource: image } };
}
