import type { IndexEngine } from "../contracts/library-items.ts";
import { SEARCH_OPTIONS } from "../models/model.ts";
import { type AnalysisModel, type EmbeddingModel, MODELS } from "../models.ts";

type Model = AnalysisModel | EmbeddingModel;

/** What Pegasus looks at, in the platform's words. */
const ANALYSIS_OPTIONS = ["visual", "conversation"];

/** The platform's name of a model: `pegasus1.2`, `marengo3.0`. */
export const engineName = ({ key }: Model) => key.replace("-", "");

export const engineOptions = ({ family }: Model): string[] =>
  family === "marengo" ? [...SEARCH_OPTIONS] : ANALYSIS_OPTIONS;

/** What an index has that was made without engines: the deployment's models. */
export const deployedEngines = (models: readonly Model[]): IndexEngine[] =>
  models.map((model) => ({ name: engineName(model), options: engineOptions(model) }));

/** The engine that a stored model id belongs to; the id itself when the registry no longer has the model. */
export function engineOfModel(modelId: string): string {
  const model = Object.values(MODELS).find((each) => each.modelId === modelId);
  return model === undefined ? modelId : engineName(model);
}
