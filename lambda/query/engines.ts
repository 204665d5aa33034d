import { Hono } from "hono";
import { ApiError } from "../contracts/api/error.ts";
import { engineName, engineOptions } from "../domain/engines.ts";
import { type AnalysisModel, type EmbeddingModel, MODELS } from "../models.ts";
import { type Api, type ApiEnv, needs } from "./http/api.ts";

type Model = AnalysisModel | EmbeddingModel;

export interface EnginesPorts {
  /** Those that this deployment works with. */
  readonly models: readonly Model[];
}

/** The models of the registry, as API v1.2 lists engines. */
export function enginesRoutes({ models }: EnginesPorts): Api {
  const shown = (model: Model) => ({
    _id: engineName(model),
    author: "TwelveLabs",
    allowed_engine_options: engineOptions(model),
    ready: models.some(({ key }) => key === model.key),
    finetune: false,
  });
  return new Hono<ApiEnv>({ strict: false })
    .get("/engines", needs("read"), (context) => context.json({ data: Object.values(MODELS).map(shown) }))
    .get("/engines/:id", needs("read"), (context) => {
      const known = Object.values(MODELS).find((model) => engineName(model) === context.req.param("id"));
      if (known !== undefined) return context.json(shown(known));
      const names = Object.values(MODELS).map(engineName).join(", ");
      throw new ApiError("resource_not_exists", `There is no such engine. There are: ${names}.`);
    });
}
