import type { ExportedVideo } from "../../lambda/domain/export/exported-video.ts";
import { IndexAnswer, TextsAnswer, VideoAnswer } from "./answers.ts";
import type { Api } from "./api.ts";
import { videoPath } from "./find-video.ts";

type Address = Parameters<typeof videoPath>[0];

/** A video with all its results, and what the API said of it. */
export interface VideoResults {
  readonly answer: VideoAnswer;
  readonly exported: ExportedVideo;
}

/** @param indexName when it is known already */
export async function videoResults(api: Api, video: Address, indexName?: string): Promise<VideoResults> {
  const path = videoPath(video);
  const texts = async (name: string) => {
    const { data } = await api.json(TextsAnswer, { path: `${path}/${name}` });
    return data.map(({ start, end, value }) => ({ startSec: start, endSec: end, text: value }));
  };
  const [answer, onScreenText, logos, speech, index] = await Promise.all([
    api.json(VideoAnswer, { path }),
    texts("text-in-video"),
    texts("logo"),
    texts("transcription"),
    indexName ?? nameOf(api, video.indexId),
  ]);
  return { answer, exported: { ...exportedOf(answer, index), onScreenText, logos, speech } };
}

const nameOf = async (api: Api, indexId: string) =>
  (await api.json(IndexAnswer, { path: `/indexes/${indexId}` })).index_name;

function exportedOf(answer: VideoAnswer, index: string) {
  const { title, topics, hashtags, summary, chapters, highlights } = answer.reelbase?.results ?? {};
  const { filename, duration } = answer.system_metadata;
  return {
    videoId: answer._id,
    index,
    file: filename,
    status: statusOf(answer),
    durationSec: duration > 0 ? duration : null,
    createdAt: answer.created_at,
    title: titleOf(answer) ?? title ?? null,
    topics: topics ?? [],
    hashtags: hashtags ?? [],
    summary: summary ?? null,
    chapters: (chapters ?? []).map(({ startSec, endSec, title, summary }) => ({
      startSec,
      endSec,
      title,
      summary,
    })),
    highlights: (highlights ?? []).map(({ startSec, endSec, title, summary }) => ({
      startSec,
      endSec,
      title,
      summary,
    })),
    metadata: answer.user_metadata ?? {},
  };
}

/** The title that a person gave, or that the model found. */
export const titleOf = ({ system_metadata, reelbase }: VideoAnswer): string | undefined =>
  system_metadata.video_title ?? reelbase?.title ?? reelbase?.results?.title;

/** A row of an older release has no status: what is indexed is ready. */
export const statusOf = ({ reelbase, indexed_at }: VideoAnswer): string =>
  reelbase?.status ?? (indexed_at ? "READY" : "");
