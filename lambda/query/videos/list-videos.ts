import { ApiError } from "../../contracts/api/error.ts";
import { pageInfo } from "../../contracts/api/paging.ts";
import type { VideoSummary } from "../../contracts/library-items.ts";
import { isRecord } from "../../domain/field-filter.ts";
import { byTime, type Dated, type ListQuery, pageOf } from "../../domain/listing.ts";
import { hasResults } from "../../domain/shown-video.ts";
import { parseVideoFilter } from "../../domain/video-filter.ts";
import type { IndexId, VideoId } from "../../keys.ts";
import { rowOf } from "./show-video.ts";
import type { VideosPorts } from "./videos-ports.ts";

/** What is kept of a video while its list is walked over: a fraction of what is shown. */
interface Entry extends Dated {
  readonly videoId: VideoId;
}

/** `status=all` lists videos without results too; it is not one of the platform's conditions. */
const STATUS = "status";

/**
 * A page of the videos of an index that have results, newest first unless asked otherwise. What is not there yet, or
 * failed, is listed as a task.
 * @throws ApiError `parameter_invalid`
 */
export async function listVideos(ports: VideosPorts, indexId: IndexId, query: ListQuery) {
  const { [STATUS]: status, ...conditions } = query.filter;
  if (status !== undefined && status !== "all" && status !== "ready")
    throw invalid("status", "it is all or ready; other statuses are those of tasks");
  const filter = parseVideoFilter(withUserMetadata(conditions));
  if (!filter.ok)
    throw new ApiError("parameter_invalid", `A parameter is invalid: ${filter.faults.join("; ")}.`);
  const accepts = (video: VideoSummary) => (status === "all" || hasResults(video)) && filter.accepts(video);

  let milliseconds = 0;
  const { library } = ports;
  async function* entries(): AsyncGenerator<Entry> {
    for await (const video of library.videos(indexId, "newest")) {
      if (!accepts(video)) continue;
      milliseconds += Math.round((video.durationSec ?? 0) * 1000);
      const { videoId, createdAt, updatedAt } = video;
      yield { videoId, createdAt, updatedAt };
    }
  }
  const order = byTime<Entry>(query.sortBy, query.sortOption, ({ videoId }) => videoId);
  const { items, total } = await pageOf(entries(), query, order);
  const found = await library.summaries(items.map(({ videoId }) => videoId));
  // One that was removed since the walk is left out.
  const data = items.flatMap(({ videoId }) => {
    const video = found.get(videoId);
    return video === undefined ? [] : [rowOf(ports, video)];
  });
  return { data, page_info: { ...pageInfo(query, total), total_duration: milliseconds / 1000 } };
}

/** The SDK of v1.3 sends conditions on metadata as one JSON text. */
function withUserMetadata({
  user_metadata: given,
  metadata = given,
  ...conditions
}: Record<string, unknown>) {
  if (metadata === undefined) return conditions;
  const parsed = parsedJson(metadata);
  if (!isRecord(parsed)) throw invalid("user_metadata", "it is not a JSON object");
  const named = Object.entries(parsed).map(([name, value]) => [`metadata.${name}`, value] as const);
  return { ...conditions, ...Object.fromEntries(named) };
}

function parsedJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

const invalid = (name: string, what: string) =>
  new ApiError("parameter_invalid", `The ${name} parameter is invalid: ${what}.`);
