import * as z from "zod";
import { ApiError } from "../../contracts/api/error.ts";
import type { ClassifiedVideo } from "../../domain/classify/ranking.ts";
import { batches } from "../../domain/embedding.ts";
import type { IndexId, RunId, VideoId } from "../../keys.ts";
import { SEARCH_OPTIONS } from "../../models/model.ts";
import type { ClassifyPorts } from "./ports.ts";

/** How long the pages of a classification can be asked for, as those of a search. */
export const LIFETIME_SEC = 3600;
/**
 * Scores of classes that are kept together: about 45 bytes of JSON each, and 66 for the ids of their video, so a block
 * is at most 333 KB and fits into one item of the table. A page needs one block, however many videos were found.
 */
const SCORES_PER_BLOCK = 3000;

const id = <T extends string>() => z.string() as unknown as z.ZodType<T, T>;

/** What all pages need: what was asked, and how it was cut. */
const Head = z.object({
  classes: z.array(
    z.object({
      name: z.string(),
      prompts: z.array(z.string()),
      options: z.array(z.enum(SEARCH_OPTIONS)),
      conversation: z.enum(["semantic", "exact_match"]),
    }),
  ),
  thresholds: z.object({ minClipScore: z.number(), minVideoScore: z.number(), minDurationRatio: z.number() }),
  includeClips: z.boolean(),
  showDetailedScore: z.boolean(),
  indexIds: z.array(id<IndexId>()),
  limit: z.number(),
  total: z.number(),
  pagesPerBlock: z.number(),
});

/** A classification as it was asked, without its results. */
export type Classification = Omit<z.infer<typeof Head>, "pagesPerBlock">;

/** Place of the class in the request, then its scores in the order of `ClassScore`: names would be most of the bytes. */
const SavedClass = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);
const Block = z.array(z.tuple([id<VideoId>(), id<RunId>(), z.array(SavedClass)]));

/** Keeps the results, so that the pages show no repeats and no gaps whatever happens to the library meanwhile. */
export async function saveRanking(
  { pages }: Pick<ClassifyPorts, "pages">,
  classificationId: string,
  asked: Classification,
  videos: readonly ClassifiedVideo[],
  expiresAtSec: number,
): Promise<void> {
  const pagesPerBlock = Math.max(1, Math.floor(SCORES_PER_BLOCK / (asked.limit * asked.classes.length)));
  const places = new Map(asked.classes.map(({ name }, place) => [name, place]));
  for (const [at, block] of batches(videos, pagesPerBlock * asked.limit).entries()) {
    const content = block.map((video) => savedVideo(video, places));
    await pages.save(blockId(classificationId, at), "classification", content, expiresAtSec);
  }
  await pages.save(classificationId, "classification", { ...asked, pagesPerBlock }, expiresAtSec);
}

/**
 * One page of a classification, with the time until which it can be asked for. Undefined when there is none.
 * @param nowSec seconds since 1970
 * @throws ApiError `search_page_token_expired`
 */
export async function loadPage(
  { pages }: Pick<ClassifyPorts, "pages">,
  classificationId: string,
  page: number,
  nowSec: number,
): Promise<{ asked: Classification; videos: ClassifiedVideo[]; expiresAtSec: number } | undefined> {
  const saved = await pages.load(classificationId, "classification");
  if (saved === undefined) return undefined;
  // The table deletes what has expired hours late.
  if (saved.expiresAtSec <= nowSec) throw expired();
  const { pagesPerBlock, ...asked } = Head.parse(saved.content);
  if (page > Math.ceil(asked.total / asked.limit)) return undefined;
  const at = Math.floor((page - 1) / pagesPerBlock);
  const block = await pages.load(blockId(classificationId, at), "classification");
  if (block === undefined) throw expired();
  const first = ((page - 1) % pagesPerBlock) * asked.limit;
  const rows = Block.parse(block.content).slice(first, first + asked.limit);
  return { asked, videos: rows.map((row) => loadedVideo(row, asked)), expiresAtSec: saved.expiresAtSec };
}

/** A caller who may not see the results learns no more than one who comes too late. */
export const expired = () =>
  new ApiError("search_page_token_expired", "The page token has expired. Classify again for new pages.");

const blockId = (classificationId: string, at: number) => `${classificationId}-${at}`;

function savedVideo(
  { videoId, runId, classes }: ClassifiedVideo,
  places: ReadonlyMap<string, number>,
): z.infer<typeof Block>[number] {
  const saved = classes.map(
    (found): z.infer<typeof SavedClass> => [
      places.get(found.name) ?? 0,
      found.score,
      found.durationRatio,
      found.maxScore,
      found.avgScore,
      found.durationWeightedScore,
    ],
  );
  return [videoId, runId, saved];
}

function loadedVideo(
  [videoId, runId, saved]: z.infer<typeof Block>[number],
  { classes }: Classification,
): ClassifiedVideo {
  const found = saved.map(([place, score, durationRatio, maxScore, avgScore, durationWeightedScore]) => ({
    name: classes[place]?.name ?? "",
    ...{ score, durationRatio, maxScore, avgScore, durationWeightedScore },
  }));
  return { videoId, runId, classes: found };
}
