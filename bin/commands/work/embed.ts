import { EmbedAnswer } from "../../cli/answers.ts";
import { embedBody } from "../../cli/embed-body.ts";
import { EXIT, usageError } from "../../cli/failure.ts";
import { findVideo } from "../../cli/find-video.ts";
import type { Session } from "../../cli/session.ts";
import { segmentsOf } from "../../cli/video-segments.ts";
import { spanText } from "../../cli/view/text.ts";

interface EmbedOptions {
  readonly image?: string;
  readonly video?: string;
  readonly option?: string;
}

/** Numbers that are shown of an embedding: enough to see that it is one. */
const SHOWN_NUMBERS = 4;

export async function embed(session: Session, words: string[], options: EmbedOptions): Promise<number> {
  const text = words.join(" ").trim();
  if (options.video !== undefined) {
    if (text !== "" || options.image !== undefined)
      throw usageError("--video is alone: without text and --image.");
    return embedVideo(session, options.video, options.option);
  }
  if (options.option !== undefined) throw usageError("--option goes with --video.");
  if (text === "" && options.image === undefined) throw usageError("Give a text, --image or --video.");
  const body = await embedBody(text, options.image);
  const answer = await (await session.api()).json(EmbedAnswer, { method: "POST", path: "/embed-v2", body });
  if (session.output.json) await session.output.document(answer);
  else for (const { embedding } of answer.data) await session.output.text(numbersText(embedding));
  return EXIT.fine;
}

async function embedVideo(session: Session, name: string, option: string | undefined): Promise<number> {
  const { api, output } = session;
  const segments = segmentsOf(await api(), await findVideo(await api(), name), option);
  const count = await output.list(segments, [
    { head: "OPTION", of: ({ embedding_option }) => embedding_option },
    { head: "SCOPE", of: ({ embedding_scope }) => embedding_scope },
    {
      head: "WHEN",
      of: ({ start_offset_sec, end_offset_sec }) => spanText(start_offset_sec, end_offset_sec),
    },
    { head: "EMBEDDING", of: ({ float }) => numbersText(float) },
  ]);
  if (count === 0) output.notice("Nothing is stored of this.");
  return count === 0 ? EXIT.nothing : EXIT.fine;
}

const numbersText = (numbers: readonly number[]) =>
  `${numbers.length} numbers: ${numbers
    .slice(0, SHOWN_NUMBERS)
    .map((number) => number.toFixed(4))
    .join(" ")} …`;
