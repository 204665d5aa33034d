import * as z from "zod";

/**
 * `Object Created` as EventBridge delivers it. The key is raw in this form: decoding it would turn `a+b.mp4` into
 * `a b.mp4`. Further fields come and go with releases and are left alone.
 */
export const UploadEvent = z.object({
  source: z.literal("aws.s3"),
  "detail-type": z.literal("Object Created"),
  detail: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({
      key: z.string().min(1),
      size: z.coerce.number().nonnegative(),
      etag: z.string(),
      sequencer: z.string().regex(/^[0-9A-Fa-f]+$/),
      /** Absent while versioning is off or suspended; S3 calls that version `null`. */
      "version-id": z.string().min(1).default("null"),
    }),
  }),
});
export type UploadEvent = z.infer<typeof UploadEvent>;
