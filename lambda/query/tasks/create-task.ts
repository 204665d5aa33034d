import { ApiError } from "../../contracts/api/error.ts";
import type { CreateTaskBody, TaskSource } from "../../contracts/api/task.ts";
import type { IndexItem } from "../../contracts/library-items.ts";
import { TASK_LIFE_SEC, type TaskItem } from "../../contracts/task-item.ts";
import type { UserMetadata } from "../../contracts/user-metadata.ts";
import { fileNameOfUrl } from "../../domain/file-name.ts";
import { changedMetadata } from "../../domain/metadata-change.ts";
import { objectMetadata } from "../../domain/object-metadata.ts";
import { sourceKey } from "../../domain/source-key.ts";
import { judgeUrl } from "../../domain/url-rules.ts";
import { videoSiteOf } from "../../domain/video-sites.ts";
import { hashOf, type VideoId, videoIdOf } from "../../keys.ts";
import type { UploadLink } from "../ports.ts";
import type { TasksPorts } from "./tasks-ports.ts";

/** What the caller is told of a new task. */
export interface CreatedTask {
  readonly videoId: VideoId;
  readonly link?: UploadLink;
}

/**
 * Begins a task: asks for an address to be fetched, stores a small file, or makes a link for a large one. The same source
 * in the same index is the same task: its video is fetched, processed and paid once.
 * @throws ApiError `url_not_allowed`, `external_provider_not_supported`, `parameter_invalid`
 */
export async function createTask(
  ports: TasksPorts,
  index: IndexItem,
  { source, metadata }: Pick<CreateTaskBody, "source" | "metadata">,
): Promise<CreatedTask> {
  checkMetadata(metadata);
  const place = await placeOf(ports, source);
  const key = sourceKey(index.folder, place.hash, place.fileName);
  const videoId = videoIdOf(ports.uploads.bucket, key);
  const video = await ports.library.video(videoId);
  const again = video !== undefined && isWorthAnother(video);
  if (video !== undefined && !again) return { videoId };

  await ports.tasks.put(newTask(ports, index, videoId, key));
  switch (source.kind) {
    case "url": {
      const { indexId } = index;
      await ports.fetches.send({ kind: "video", videoId, indexId, key, url: source.url, metadata, again });
      return { videoId };
    }
    case "file":
      await ports.uploads.put(key, new Uint8Array(await source.file.arrayBuffer()), metadata);
      return { videoId };
    case "link":
      return { videoId, link: await ports.uploads.link(key, metadata) };
  }
}

/** Uploading a failed file again pays only for what is missing. */
const isWorthAnother = ({ status, reason }: { status: string; reason: { retryable: boolean } | null }) =>
  status === "FAILED" || (status === "PARTIAL" && reason?.retryable === true);

async function placeOf({ ids, fetchHosts }: TasksPorts, source: TaskSource) {
  switch (source.kind) {
    case "url": {
      const url = checkedUrl(source.url, fetchHosts);
      return { hash: hashOf(url.href), fileName: fileNameOfUrl(url) };
    }
    case "file":
      return { hash: await sha256(source.file), fileName: source.file.name };
    case "link":
      return { hash: hashOf(ids.uuid()), fileName: source.fileName };
  }
}

/** The full check is made where the address is fetched: what a name resolves to may change until then. */
function checkedUrl(text: string, fetchHosts: TasksPorts["fetchHosts"]): URL {
  const site = URL.canParse(text) ? videoSiteOf(new URL(text)) : undefined;
  if (site !== undefined) {
    throw new ApiError(
      "external_provider_not_supported",
      `This is a page of ${site}, whose terms forbid fetching its videos. Give the address of a media file, or upload the file.`,
    );
  }
  const verdict = judgeUrl(text, fetchHosts);
  if (!verdict.allowed) throw new ApiError("url_not_allowed", verdict.fault);
  return verdict.url;
}

async function sha256(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Buffer.from(digest).toString("hex");
}

/** The same limits as for what is said later, and those of S3's headers. */
function checkMetadata(metadata: UserMetadata): void {
  const faults = [changedMetadata({}, metadata), objectMetadata(metadata)];
  const fault = faults.find((each) => typeof each === "string");
  if (fault !== undefined)
    throw new ApiError("parameter_invalid", `The user_metadata parameter is invalid: ${fault}.`);
}

function newTask({ clock }: TasksPorts, { indexId }: IndexItem, videoId: VideoId, key: string): TaskItem {
  const nowMs = clock.now();
  const at = new Date(nowMs).toISOString();
  return {
    ...{ videoId, indexId, key },
    status: "UPLOADING",
    reason: null,
    attempts: 0,
    createdAt: at,
    updatedAt: at,
    expiresAt: Math.floor(nowMs / 1000) + TASK_LIFE_SEC,
  };
}
