import { EXIT } from "../../cli/failure.ts";
import { findVideo } from "../../cli/find-video.ts";
import type { Session } from "../../cli/session.ts";
import { videoResults } from "../../cli/video-results.ts";
import { videoCard } from "../../cli/view/card.ts";

export async function show({ api, output, io }: Session, text: string): Promise<number> {
  const video = await findVideo(await api(), text);
  const results = await videoResults(await api(), video);
  if (output.json) await output.document(results.exported);
  else await output.text(videoCard(results, io.columns));
  return EXIT.fine;
}
