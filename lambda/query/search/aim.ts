import type { Caller } from "../../contracts/api/caller.ts";
import type { SearchQuestion } from "../../contracts/api/search.ts";
import { meanVector } from "../../domain/search/mean-vector.ts";
import type { SearchOption } from "../../models/model.ts";
import { clipVector, searchableClip } from "./clip-query.ts";
import { embeddingOptionOf, needsVector } from "./embedding-options.ts";
import type { SearchPorts } from "./search-ports.ts";

/** What one search option is compared with. */
export interface Aim {
  readonly option: SearchOption;
  readonly embeddingOption: string;
  /** Unit length; options that are compared with the same thing have the same object. */
  readonly vector: Float32Array;
}

/**
 * Turns what is searched for into vectors. A text answers every option. Images answer `visual` alone: with a text beside
 * them `visual` is compared with the direction between both, the other options with the text. A clip of an indexed
 * video answers by its stored segments, without a model call. An embedding option that the deployment does not store
 * leaves an option of words to its words.
 * @param question whose options are checked
 * @throws ApiError as the ports do
 */
export async function aimsOf(ports: SearchPorts, question: SearchQuestion, caller: Caller): Promise<Aim[]> {
  const compared = question.options
    .filter((option) => needsVector(question, option))
    .map((option) => ({ option, embeddingOption: embeddingOptionOf(ports.model, question, option) }))
    .filter(({ embeddingOption }) => ports.embeddingOptions.includes(embeddingOption));
  if (compared.length === 0) return [];
  const { clip } = question;
  if (clip !== undefined) {
    const video = await searchableClip(ports.library, clip.videoId, caller);
    return Promise.all(
      compared.map(async (aim) => ({
        ...aim,
        vector: await clipVector(ports, video, aim.embeddingOption, clip),
      })),
    );
  }
  const hasPicture = question.images.length > 0 && compared.some(({ option }) => option === "visual");
  const picture = hasPicture ? await pictureVector(ports, question, caller) : undefined;
  const text = question.text === undefined ? undefined : await ports.embedder.text(question.text);
  // Text and picture count the same, however many pictures there are.
  const both = picture && text ? meanVector([text, picture]) : (picture ?? text);
  return compared.map((aim) => ({ ...aim, vector: given(aim.option === "visual" ? both : text) }));
}

async function pictureVector({ images, embedder }: SearchPorts, question: SearchQuestion, caller: Caller) {
  const media = await Promise.all(question.images.map((image) => images.media(image, caller)));
  return meanVector(await Promise.all(media.map((image) => embedder.image(image))));
}

function given(vector: Float32Array | undefined): Float32Array {
  if (vector === undefined) throw new Error("A search option without anything to compare it with.");
  return vector;
}
