import type { EmbeddingModel } from "../models.ts";
import type { TaskSegmentation } from "./embed-task-item.ts";
import type { MediaSource } from "./media-source.ts";

/** What a task asks of Marengo. */
export interface TaskQuestion {
  readonly kind: "video" | "audio";
  readonly media: MediaSource;
  readonly options: readonly string[];
  readonly scopes: readonly string[];
  readonly startSec: number;
  readonly endSec?: number | undefined;
  readonly segmentation?: TaskSegmentation | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Input of StartAsyncInvoke for a task: the registry's request for a video, with the segmentation that was asked for,
 * turned into one for sound where the media are that. Marengo 3.0 has the fields in an object named by the type, 2.7
 * beside it.
 */
export function taskRequest(model: EmbeddingModel, question: TaskQuestion): Fields {
  const { kind, media, options, scopes, startSec, endSec, segmentation } = question;
  const times = { startSec, ...(endSec === undefined ? {} : { endSec }) };
  const built = model.buildVideoRequest({ media, options, scopes, ...times }) as Fields;
  const nested = built["video"];
  if (typeof nested === "object" && nested !== null)
    return { inputType: kind, [kind]: nestedFields(nested as Fields, kind, segmentation) };
  return { ...flatFields(built, kind, segmentation), inputType: kind };
}

function nestedFields(
  { segmentation: ours, ...fields }: Fields,
  kind: string,
  asked?: TaskSegmentation,
): Fields {
  if (asked) return { ...fields, segmentation: wireSegmentation(asked) };
  // Sound has no shots: without a length the model divides it evenly.
  return kind === "audio" ? fields : { ...fields, segmentation: ours };
}

function wireSegmentation({ method, ...length }: TaskSegmentation): Fields {
  return { method, [method]: length };
}

/** Sound has neither options nor shots in 2.7. */
function flatFields(fields: Fields, kind: string, asked?: TaskSegmentation): Fields {
  const { minClipSec, embeddingOption, ...common } = fields;
  const fixed = asked?.method === "fixed" ? { useFixedLengthSec: asked.durationSec } : {};
  if (kind === "audio") return { ...common, ...fixed };
  const least = asked?.method === "dynamic" ? asked.minDurationSec : minClipSec;
  return { ...common, ...fixed, minClipSec: least, embeddingOption };
}
