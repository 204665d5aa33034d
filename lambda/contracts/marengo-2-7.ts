import type { VideoEmbeddingQuestion } from "./embedding.ts";
import type { MediaSource } from "./media-source.ts";

/** Shortest clip that the shot detection may make, seconds; the model's own default, sent so that it cannot change. */
const MIN_CLIP_SEC = 4;

/**
 * Input of Marengo Embed 2.7 for a video: for StartAsyncInvoke only. It has no scopes, and counts the length from the
 * start. A fixed length of clips is not asked for, which leaves them to the shot detection.
 */
export function marengo27VideoRequest({ media, options, startSec, endSec }: VideoEmbeddingQuestion) {
  return {
    inputType: "video",
    mediaSource: media,
    startSec,
    ...(endSec === undefined ? {} : { lengthSec: endSec - startSec }),
    minClipSec: MIN_CLIP_SEC,
    embeddingOption: options,
  };
}

/** Over-long text is refused rather than cut: a search must not silently look for something else. */
export function marengo27TextRequest(text: string) {
  return { inputType: "text", inputText: text, textTruncate: "none" };
}

export function marengo27ImageRequest(image: MediaSource) {
  return { inputType: "image", mediaSource: image };
}
