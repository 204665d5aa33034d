import { MARENGO_2_7 } from "./models/marengo-2-7.ts";
import { MARENGO_3_0 } from "./models/marengo-3-0.ts";
import type { AnalysisModel, EmbeddingModel, ModelKey } from "./models/model.ts";
import { PEGASUS_1_2 } from "./models/pegasus-1-2.ts";
import { PEGASUS_1_5 } from "./models/pegasus-1-5.ts";
import { type Route, routeFrom } from "./models/route.ts";

export type { Calibration } from "./models/calibration.ts";
export type { AnalysisModel, EmbeddingModel, MediaLimits, ModelKey } from "./models/model.ts";
export type { Route } from "./models/route.ts";

/** The registry: no model id and no limit of a model stands anywhere else. */
export const MODELS: Readonly<Record<ModelKey, AnalysisModel | EmbeddingModel>> = {
  "pegasus-1.2": PEGASUS_1_2,
  "pegasus-1.5": PEGASUS_1_5,
  "marengo-3.0": MARENGO_3_0,
  "marengo-2.7": MARENGO_2_7,
};

export const DEFAULT_ANALYSIS_MODEL: ModelKey = "pegasus-1.2";
export const DEFAULT_EMBEDDING_MODEL: ModelKey = "marengo-3.0";

/** The configuration names a model that is not in the registry, or one of the other family. */
export class UnknownModelError extends Error {
  override readonly name = "UnknownModelError";

  constructor(key: string, family: "pegasus" | "marengo", purpose: string) {
    const known = Object.values(MODELS).filter((model) => model.family === family);
    super(`"${key}" is no model that ${purpose}. Known: ${known.map((model) => model.key).join(", ")}.`);
  }
}

/** @throws UnknownModelError with the known keys */
export function analysisModel(key: string): AnalysisModel {
  const model = find(key);
  if (model?.family !== "pegasus") throw new UnknownModelError(key, "pegasus", "analyzes videos");
  return model;
}

/** @throws UnknownModelError with the known keys */
export function embeddingModel(key: string): EmbeddingModel {
  const model = find(key);
  if (model?.family !== "marengo") throw new UnknownModelError(key, "marengo", "embeds videos");
  return model;
}

/** How InvokeModel reaches the model from `region`, or undefined when it cannot. */
export function invokeRoute(model: AnalysisModel | EmbeddingModel, region: string): Route | undefined {
  return routeFrom(model.modelId, model.routes, region);
}

/** Regions in which StartAsyncInvoke takes the model, by its bare id only. */
export function asyncRegions(model: EmbeddingModel): readonly string[] {
  return model.asyncRegions;
}

function find(key: string): AnalysisModel | EmbeddingModel | undefined {
  return Object.hasOwn(MODELS, key) ? MODELS[key as ModelKey] : undefined;
}
