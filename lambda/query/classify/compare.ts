import { Matrix } from "../../../scan/matrix.ts";
import { similaritiesOfAll } from "../../../scan/similarities.ts";
import { needsWords, promptsToEmbed, type VideoClass } from "../../domain/classify/classes.ts";
import type { ComparedSegments, Evidence } from "../../domain/classify/evidence.ts";
import type { RunId, VideoId } from "../../keys.ts";
import { concurrently } from "./concurrently.ts";
import type { ClassifyPorts } from "./ports.ts";

/** Prompts that are embedded at a time: what has been asked before costs nothing, and 100 new ones take some seconds. */
const EMBEDDED_AT_ONCE = 8;

export type Compare = (video: { readonly videoId: VideoId; readonly runId: RunId }) => Promise<Evidence>;

/**
 * Embeds the prompts of the classes, each distinct one once, and gives the function that compares a video with them: its
 * stored segments are read once for each embedding option and multiplied with all prompts, and its whole record is read
 * only when a class is looked for in words.
 * @throws ApiError `token_limit_exceeded`
 */
export async function comparison(ports: ClassifyPorts, classes: readonly VideoClass[]): Promise<Compare> {
  const { model, segments, library, embeddingOptions } = ports;
  const wanted = [...promptsToEmbed(classes, model)].filter(([option]) => embeddingOptions.includes(option));
  const vectors = await embedded(ports, new Set(wanted.flatMap(([, prompts]) => prompts)));
  const hasWords = needsWords(classes);
  // One for all videos: it is filled, used and emptied without a pause, and its memory is made once.
  const matrix = new Matrix(model.dimension);
  const vectorBytes = model.dimension * Float32Array.BYTES_PER_ELEMENT;

  const compare = async (videoId: VideoId, runId: RunId, option: string, prompts: readonly string[]) => {
    const { spans, embeddings } = await segments.clips(videoId, runId, option);
    // A video that another model has embedded lies in another space: it is like nothing here.
    const isSameSpace = embeddings.byteLength === spans.length * vectorBytes;
    matrix.clear();
    if (isSameSpace) matrix.load(embeddings);
    const products = similaritiesOfAll(
      matrix,
      prompts.map((prompt) => vectors.get(prompt) ?? missing()),
    );
    const similarities = new Map(prompts.map((prompt, at) => [prompt, products[at] ?? missing()]));
    return { spans: isSameSpace ? spans : [], similarities } satisfies ComparedSegments;
  };

  return async ({ videoId, runId }) => {
    const compared = new Map<string, ComparedSegments>();
    for (const [option, prompts] of wanted)
      compared.set(option, await compare(videoId, runId, option, prompts));
    const video = hasWords ? await library.video(videoId) : undefined;
    // Words of another run belong to other segments.
    const { onScreenText = [], logos = [], speech = [] } = video?.currentRunId === runId ? video : {};
    return {
      segments: compared,
      texts: { text_in_video: onScreenText, logo: logos, conversation: speech },
    };
  };
}

async function embedded(
  { embedder }: ClassifyPorts,
  prompts: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  await concurrently(prompts, EMBEDDED_AT_ONCE, async (prompt) => {
    vectors.set(prompt, await embedder.text(prompt));
  });
  return vectors;
}

function missing(): never {
  throw new Error("A prompt without a vector.");
}
