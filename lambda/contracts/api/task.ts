import * as z from "zod";
import type { IndexId } from "../../keys.ts";
import type { Reason } from "../reason.ts";
import type { UserMetadata } from "../user-metadata.ts";
import { withoutNulls } from "./nulls.ts";

const HEX_24 = /^[0-9a-f]{24}$/;
const IndexIdField = z
  .string()
  .regex(HEX_24, { error: "it is not an id: 24 hexadecimal digits" })
  .transform((id) => id as IndexId);

const Url = z.string().min(1).max(2048, { error: "it has more than 2048 characters" });
/** A form has texts only, and Python writes `True`. */
const Flag = z.union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })]);

const Metadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
/** An object, or its JSON text as the SDK of v1.3 sends it. */
const GivenMetadata = z.union([
  Metadata,
  z.string().transform((text, context) => {
    try {
      return Metadata.parse(JSON.parse(text));
    } catch {
      context.addIssue({
        code: "custom",
        message: "it is not a JSON object of texts, numbers, true and false",
      });
      return z.NEVER;
    }
  }),
]);

/** What one task takes its video from. */
export type TaskSource =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "file"; readonly file: File }
  | { readonly kind: "link"; readonly fileName: string };

/**
 * The body of POST /tasks, a form or JSON. `filename` alone asks for an upload link, which the platform does not have.
 * Without effect: `language`, `disable_video_stream`, `enable_video_stream` and the `transcription` fields, because there
 * are no streams and the models listen themselves.
 */
export const CreateTaskBody = withoutNulls(
  z
    .strictObject({
      index_id: IndexIdField,
      url: Url.optional(),
      video_url: Url.optional(),
      video_file: z.file().optional(),
      filename: z.string().min(1).max(1024).optional(),
      user_metadata: GivenMetadata.optional(),
      metadata: GivenMetadata.optional(),
      language: z.string().max(50).optional(),
      disable_video_stream: Flag.optional(),
      enable_video_stream: Flag.optional(),
      provide_transcription: Flag.optional(),
      transcription_url: Url.optional(),
      transcription_file: z.file().optional(),
    })
    .transform((body, context) => {
      const source = sourceIn(body);
      if (source === undefined) {
        context.addIssue({ code: "custom", message: "give one of video_file, video_url and filename" });
        return z.NEVER;
      }
      const metadata: UserMetadata = { ...body.metadata, ...body.user_metadata };
      return { indexId: body.index_id, source, metadata };
    }),
);
export type CreateTaskBody = z.infer<typeof CreateTaskBody>;

function sourceIn(body: {
  readonly url?: string | undefined;
  readonly video_url?: string | undefined;
  readonly video_file?: File | undefined;
  readonly filename?: string | undefined;
}): TaskSource | undefined {
  const url = body.video_url ?? body.url;
  if (body.video_file !== undefined) {
    return url === undefined ? { kind: "file", file: body.video_file } : undefined;
  }
  if (url !== undefined) return { kind: "url", url };
  return body.filename === undefined ? undefined : { kind: "link", fileName: body.filename };
}

/** The body of POST /tasks/external-provider. */
export const ExternalProviderBody = z.strictObject({ index_id: IndexIdField, url: Url });

/** The query string of GET /tasks/status. */
export const TaskCountsQuery = z.strictObject({ index_id: IndexIdField });

/** A task as it stands, from the video that it is or from the upload that it begins with. */
export interface ShownTask {
  readonly _id: string;
  readonly indexId: string;
  readonly fileName: string;
  readonly status: string;
  readonly reason: Reason | null;
  readonly percentage: number;
  readonly durationSec: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly estimatedTime: string;
}

/** A task in the words of both versions. There are no HLS streams; `reelbase.reason` says why a task failed. */
export function taskAnswer(task: ShownTask) {
  const { _id, indexId, fileName, status, reason, percentage, createdAt, updatedAt, estimatedTime } = task;
  const metadata = {
    duration: task.durationSec ?? 0,
    filename: fileName,
    height: task.height ?? 0,
    width: task.width ?? 0,
  };
  return {
    _id,
    index_id: indexId,
    video_id: _id,
    status,
    type: "index_task_info",
    created_at: createdAt,
    updated_at: updatedAt,
    estimated_time: estimatedTime,
    metadata,
    system_metadata: metadata,
    process: { percentage },
    hls: null,
    reelbase: { reason },
  };
}
