import * as z from "zod";
import { formNumber } from "./form-fields.ts";

/** The deployment has one embedding model: another one that is named here changes nothing, and the answer names it. */
export const ModelName = z
  .string()
  .regex(/marengo/i, { error: "only Marengo embeds" })
  .optional();

export const InputText = z.string().refine((text) => text.trim() !== "", { error: "it is empty" });

/** Body of POST /embed as a form (v1.2 and v1.3). The audio fields are there to be told where they belong. */
export const EmbedForm = z.strictObject({
  engine_name: ModelName,
  model_name: ModelName,
  text: InputText.optional(),
  /** Without effect: a text that is longer than the model takes is refused rather than cut. */
  text_truncate: z.enum(["none", "start", "end"]).optional(),
  image_url: z.string().min(1).optional(),
  image_file: z.instanceof(Blob).optional(),
  audio_url: z.unknown().optional(),
  audio_file: z.unknown().optional(),
  audio_start_offset_sec: formNumber(z.number()).optional(),
});
export type EmbedForm = z.infer<typeof EmbedForm>;

/** Where media of the v2 form come from; `asset_id` is a video of the library. */
export const EmbedMediaSource = z
  .strictObject({
    base64_string: z.string().min(1).optional(),
    url: z.string().min(1).optional(),
    asset_id: z.string().min(1).optional(),
  })
  .refine((source) => Object.values(source).filter((value) => value !== undefined).length === 1, {
    error: "it has exactly one of base64_string, url and asset_id",
  });
export type EmbedMediaSource = z.infer<typeof EmbedMediaSource>;

/** Body of the v2 form: POST /embed-v2, and POST /embed with an `input_type`. */
export const EmbedV2 = z.discriminatedUnion("input_type", [
  z.strictObject({
    input_type: z.literal("text"),
    model_name: ModelName,
    text: z.strictObject({ input_text: InputText }),
  }),
  z.strictObject({
    input_type: z.literal("image"),
    model_name: ModelName,
    image: z.strictObject({ media_source: EmbedMediaSource }),
  }),
  z.strictObject({
    input_type: z.literal("text_image"),
    model_name: ModelName,
    text_image: z.strictObject({ media_source: EmbedMediaSource, input_text: InputText }),
  }),
  z.looseObject({ input_type: z.literal("audio") }),
  z.looseObject({ input_type: z.literal("video") }),
]);
export type EmbedV2 = z.infer<typeof EmbedV2>;

/** Both versions: v1.2 has the numbers in `float`, v1.3 in the only segment. */
const embedding = (float: readonly number[]) => ({ float, segments: [{ float }] });

export function embedResponse(
  modelName: string,
  text: readonly number[] | undefined,
  image: readonly number[] | undefined,
) {
  return {
    engine_name: modelName,
    model_name: modelName,
    ...(text ? { text_embedding: embedding(text) } : {}),
    ...(image ? { image_embedding: embedding(image) } : {}),
  };
}

/** Text and image have neither options nor times. */
export function embedV2Response(vector: readonly number[]) {
  return {
    data: [
      { embedding: vector, embedding_option: null, embedding_scope: null, start_sec: null, end_sec: null },
    ],
  };
}
