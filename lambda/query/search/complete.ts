import type { TextSpan } from "../../contracts/analysis.ts";
import type { VideoItem } from "../../contracts/items.ts";
import type { UserMetadata } from "../../contracts/user-metadata.ts";
import type { VideoId } from "../../keys.ts";
import type { SearchOption } from "../../models/model.ts";
import type { Library } from "../ports.ts";
import type { FoundClip } from "./search-result.ts";

/** Characters of a text on a clip: as many as a text has in the words index. */
const MAX_TEXT = 500;

/**
 * The clips of a page with the texts that their options are about: those that were found by a vector do not carry what
 * was read or said in them, and the record of the video does. One read a video, for the videos of one page only.
 */
export async function withTexts(library: Library, items: readonly FoundClip[][]): Promise<FoundClip[][]> {
  const lacking = items.flat().filter(({ matches }) => matches.some(lacksText));
  const ids = [...new Set(lacking.map(({ videoId }) => videoId))];
  const videos = new Map(await Promise.all(ids.map(async (id) => [id, await library.video(id)] as const)));
  return items.map((clips) =>
    clips.map((clip) => {
      const video = videos.get(clip.videoId);
      return video === undefined ? clip : withTextsOf(video, clip);
    }),
  );
}

type FoundMatch = FoundClip["matches"][number];

const lacksText = ({ option, text }: FoundMatch) =>
  text === undefined && spansOf(undefined, option) !== undefined;

function withTextsOf(video: VideoItem, clip: FoundClip): FoundClip {
  const matches = clip.matches.map((match) => {
    const text = lacksText(match) ? textIn(spansOf(video, match.option) ?? [], clip) : undefined;
    return text === undefined ? match : { ...match, text };
  });
  return { ...clip, matches };
}

/** The texts of an option; undefined for options that are not about words. */
function spansOf(video: VideoItem | undefined, option: SearchOption): readonly TextSpan[] | undefined {
  switch (option) {
    case "conversation":
      return video?.speech ?? [];
    case "text_in_video":
      return video?.onScreenText ?? [];
    case "logo":
      return video?.logos ?? [];
    default:
      return undefined;
  }
}

function textIn(spans: readonly TextSpan[], { startSec, endSec }: FoundClip): string | undefined {
  const touching = spans.filter((span) => span.startSec < endSec && startSec < span.endSec);
  if (touching.length === 0) return undefined;
  return touching
    .map(({ text }) => text)
    .join(" ")
    .slice(0, MAX_TEXT);
}

/** What people say about the videos of a page, as it is now. */
export async function metadataOn(
  library: Library,
  items: readonly FoundClip[][],
): Promise<(videoId: VideoId) => UserMetadata> {
  const ids = [...new Set(items.flat().map(({ videoId }) => videoId))];
  const videos = await library.summaries(ids);
  return (videoId) => videos.get(videoId)?.metadata ?? {};
}
