import type { Caller } from "../../contracts/api/caller.ts";
import { type ClassifyAnswer, type ClassifyQuestion, MAX_PAGE } from "../../contracts/api/classify.ts";
import { notFound } from "../../contracts/api/error.ts";
import { maySee } from "../http/api.ts";
import { stillThere } from "../search/still-there.ts";
import { NOTHING_FOUND, pageInfo } from "./answer.ts";
import { comparison } from "./compare.ts";
import { checkOptions } from "./options.ts";
import type { ClassifyPorts } from "./ports.ts";
import { ranked } from "./rank.ts";
import { type Classification, expired, LIFETIME_SEC, loadPage, saveRanking } from "./saved.ts";
import { scopeOf } from "./scope.ts";
import { shownVideos } from "./shown.ts";

/** Pages with clips are large, so they are short unless asked otherwise; the others hold all that a page may. */
const PAGE_WITH_CLIPS = 10;

/** Classifies, and keeps the results when they are more than one page. @throws ApiError as its parts do */
export async function firstPage(
  ports: ClassifyPorts,
  question: ClassifyQuestion,
  caller: Caller,
): Promise<ClassifyAnswer> {
  const { classes, includeClips, showDetailedScore } = question;
  const { indexes, videos } = await scopeOf(ports.library, question, caller);
  checkOptions(ports, classes, indexes);
  const minClipScore = question.threshold.minClipScore ?? ports.model.calibration.bands.medium;
  const thresholds = { ...question.threshold, minClipScore };
  const compare = await comparison(ports, classes);
  const found = await ranked(videos, { classes, thresholds }, compare, ports.model);
  if (found.length === 0) return NOTHING_FOUND;
  const asked: Classification = {
    ...{ classes, thresholds, includeClips, showDetailedScore },
    indexIds: indexes.map(({ indexId }) => indexId),
    limit: question.pageLimit ?? (includeClips ? PAGE_WITH_CLIPS : Math.min(MAX_PAGE, found.length)),
    total: found.length,
  };
  const id = ports.ids.uuid();
  const expiresAtSec = nowSec(ports) + LIFETIME_SEC;
  if (asked.total > asked.limit) await saveRanking(ports, id, asked, found, expiresAtSec);
  return {
    data: await shownVideos(ports, asked, found.slice(0, asked.limit), includeClips ? compare : undefined),
    page_info: pageInfo(asked, 1, expiresAtSec, tokenOf(id)),
  };
}

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9]\d{0,5})$/;
const tokenOf = (id: string) => (page: number) => `${id}-${page}`;

/** Another page of a classification. @throws ApiError `resource_not_exists`, `search_page_token_expired` */
export async function pageOf(ports: ClassifyPorts, token: string, caller: Caller): Promise<ClassifyAnswer> {
  const [, id = "", number = ""] = TOKEN.exec(token) ?? [];
  const page = Number(number);
  const loaded = id === "" ? undefined : await loadPage(ports, id, page, nowSec(ports));
  // What a caller wrote comes back without what could be taken for markup.
  if (loaded === undefined) throw notFound("classification", token.replace(/[^\w-]/g, "?").slice(0, 50));
  const { asked, videos, expiresAtSec } = loaded;
  if (!asked.indexIds.every((indexId) => maySee(caller, indexId))) throw expired();
  for (const indexId of asked.indexIds) {
    // As with a search: an index that is gone has no pages.
    if ((await ports.library.index(indexId)) === undefined) throw expired();
  }
  const compare = asked.includeClips ? await comparison(ports, asked.classes) : undefined;
  const there = await stillThere(
    ports.library,
    videos.map(({ videoId }) => videoId),
  );
  const left = videos.filter(({ videoId }) => there.has(videoId));
  return {
    data: await shownVideos(ports, asked, left, compare),
    page_info: pageInfo(asked, page, expiresAtSec, tokenOf(id)),
  };
}

const nowSec = ({ clock }: ClassifyPorts) => Math.floor(clock.now() / 1000);
