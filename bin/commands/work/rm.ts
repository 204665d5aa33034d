import { EXIT } from "../../cli/failure.ts";
import type { FoundVideo } from "../../cli/find-video.ts";
import { findVideo, videoPath } from "../../cli/find-video.ts";
import type { Session } from "../../cli/session.ts";
import { type SureOptions, sure } from "../../cli/sure.ts";
import { shown } from "../../local/card.ts";

export async function remove(session: Session, names: string[], options: SureOptions): Promise<number> {
  const { api, output } = session;
  const videos = new Map<string, FoundVideo>();
  // All of them are found before the first one goes: a mistyped name must not leave half of the work done.
  for (const name of names) {
    const video = await findVideo(await api(), name);
    videos.set(video.videoId, video);
  }
  const files = [...videos.values()].map(({ fileName }) => shown(fileName)).join(", ");
  await sure(
    session,
    `${files} and everything that is known of ${videos.size === 1 ? "it" : "them"}`,
    options,
  );
  for (const video of videos.values()) {
    await (await api()).send({ method: "DELETE", path: videoPath(video) });
    if (!output.json) output.notice(`${shown(video.fileName)} is gone.`);
  }
  if (output.json) await output.document({ removed: [...videos.keys()] });
  return EXIT.fine;
}
