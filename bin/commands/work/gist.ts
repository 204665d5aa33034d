import { GistAnswer } from "../../cli/answers.ts";
import { EXIT } from "../../cli/failure.ts";
import { findVideo } from "../../cli/find-video.ts";
import type { Session } from "../../cli/session.ts";
import { labelled } from "../../cli/view/rows.ts";

export async function gist({ api, output, io }: Session, name: string): Promise<number> {
  const { videoId } = await findVideo(await api(), name);
  const body = { video_id: videoId, types: ["title", "topic", "hashtag"] };
  const answer = await (await api()).json(GistAnswer, { method: "POST", path: "/gist", body });
  if (output.json) await output.document(answer);
  else {
    const lines = [
      ...labelled("title", answer.title ?? "", io.columns),
      ...labelled("topics", (answer.topics ?? []).join(", "), io.columns),
      ...labelled("hashtags", (answer.hashtags ?? []).map((tag) => `#${tag}`).join(" "), io.columns),
    ];
    await output.text(lines.join("\n"));
  }
  return EXIT.fine;
}
