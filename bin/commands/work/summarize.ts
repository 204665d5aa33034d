import { SummarizeAnswer } from "../../cli/answers.ts";
import { EXIT } from "../../cli/failure.ts";
import { findVideo } from "../../cli/find-video.ts";
import type { Session } from "../../cli/session.ts";
import { labelled } from "../../cli/view/rows.ts";
import { shownLines, spanText } from "../../cli/view/text.ts";

interface SummarizeOptions {
  readonly type: "summary" | "chapter" | "highlight";
  readonly prompt?: string;
  readonly temperature?: number;
}

export async function summarize(
  { api, output, io }: Session,
  name: string,
  options: SummarizeOptions,
): Promise<number> {
  const { videoId } = await findVideo(await api(), name);
  const { type, prompt, temperature } = options;
  const body = { video_id: videoId, type, prompt, temperature };
  const answer = await (await api()).json(SummarizeAnswer, { method: "POST", path: "/summarize", body });
  const spans = [
    ...(answer.chapters ?? []).map((each) => ({
      ...each,
      title: each.chapter_title,
      text: each.chapter_summary,
    })),
    ...(answer.highlights ?? []).map((each) => ({
      ...each,
      title: each.highlight,
      text: each.highlight_summary,
    })),
  ];
  if (output.json) await output.document(answer);
  else if (type === "summary") await output.text(shownLines(answer.summary ?? ""));
  else {
    const lines = spans.flatMap(({ start, end, title, text }) => [
      ...labelled(spanText(start, end), title, io.columns),
      ...(text === title ? [] : labelled("", text, io.columns)),
    ]);
    if (lines.length > 0) await output.text(lines.join("\n"));
  }
  const isEmpty = type === "summary" ? (answer.summary ?? "") === "" : spans.length === 0;
  if (isEmpty) output.notice(`The video has no ${type === "summary" ? "summary" : `${type}s`}.`);
  return isEmpty ? EXIT.nothing : EXIT.fine;
}
