import * as z from "zod";
import type { IndexEngine, IndexItem } from "../library-items.ts";
import { withoutNulls } from "./nulls.ts";
import { StorableText } from "./storable.ts";

const MAX_NAME = 255;

/** Emoji and any script are welcome; control characters are not. */
const IndexName = StorableText.transform((name) => name.normalize("NFC").trim()).pipe(
  z
    .string()
    .min(1, { error: "it is empty" })
    .max(MAX_NAME, { error: `it has more than ${MAX_NAME} characters` })
    .regex(/^\P{Cc}*$/u, { error: "it holds control characters" }),
);

/** `marengo2.5`, `pegasus1`: any version, as they are kept and returned and the deployment's own are used. */
const EngineName = z
  .string()
  .regex(/^(marengo|pegasus)[\w.-]{0,20}$/, { error: "it names no engine: marengo… or pegasus…" });

/** The words of v1.2 and of v1.3. */
const EngineOption = z.enum(["visual", "conversation", "text_in_video", "logo", "audio", "transcription"]);
const EngineOptions = z.array(EngineOption).min(1).max(6);

const MAX_ENGINES = 2;
const Engine = z.strictObject({ engine_name: EngineName, engine_options: EngineOptions });
const Model = z.strictObject({ model_name: EngineName, model_options: EngineOptions });

/** The body of POST /indexes: `engines` in v1.2, `models` in v1.3. Without either, the index has what is deployed. */
export const CreateIndexBody = withoutNulls(
  z
    .strictObject({
      index_name: IndexName,
      engines: z.array(Engine).min(1).max(MAX_ENGINES).optional(),
      models: z.array(Model).min(1).max(MAX_ENGINES).optional(),
      /** Kept and returned, without effect: there are no thumbnails. */
      addons: z.array(StorableText.max(50)).max(10).optional(),
    })
    .refine(({ engines, models }) => engines === undefined || models === undefined, {
      error: "engines and models mean the same: give one of them",
    })
    .transform(({ index_name, engines, models, addons }) => ({
      name: index_name,
      engines: engines?.map(fromEngine) ?? models?.map(fromModel),
      addons,
    })),
);
export type CreateIndexBody = z.infer<typeof CreateIndexBody>;

const fromEngine = ({ engine_name, engine_options }: z.infer<typeof Engine>): IndexEngine => ({
  name: engine_name,
  options: engine_options,
});
const fromModel = ({ model_name, model_options }: z.infer<typeof Model>): IndexEngine => ({
  name: model_name,
  options: model_options,
});

/** The body of PUT /indexes/{id}. */
export const RenameIndexBody = z.strictObject({ index_name: IndexName });

/** Sums over the videos of an index that can be searched. */
export interface IndexTotals {
  readonly videoCount: number;
  readonly totalDurationSec: number;
}

/** An index as the API shows it, in the words of both versions. @param deployed what an index without engines has */
export function indexAnswer(index: IndexItem, deployed: readonly IndexEngine[], totals: IndexTotals) {
  const { indexId, folder, name, engines = deployed, addons = [], createdAt, updatedAt } = index;
  return {
    _id: indexId,
    index_name: name,
    engines: engines.map((engine) => ({ engine_name: engine.name, engine_options: engine.options })),
    models: engines.map((engine) => ({ model_name: engine.name, model_options: engine.options })),
    addons,
    created_at: createdAt,
    updated_at: updatedAt,
    expires_at: null,
    total_duration: totals.totalDurationSec,
    video_count: totals.videoCount,
    /** What the platform does not have: where an upload to S3 has to go to belong to this index. */
    reelbase: { folder },
  };
}
