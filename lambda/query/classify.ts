import { Hono } from "hono";
import { ClassifyBody } from "../contracts/api/classify.ts";
import { ApiError } from "../contracts/api/error.ts";
import { firstPage, pageOf } from "./classify/pages.ts";
import type { ClassifyPorts } from "./classify/ports.ts";
import { type Api, type ApiEnv, needs } from "./http/api.ts";
import { jsonBody } from "./http/body.ts";

/** Which classes videos belong to, from stored embeddings and words alone: no video is processed again. */
export function classifyRoutes(ports: ClassifyPorts): Api {
  return new Hono<ApiEnv>({ strict: false })
    .post("/classify", needs("read"), async (context) => {
      const question = await jsonBody(context.req, ClassifyBody);
      return context.json(await firstPage(ports, question, context.var.caller));
    })
    .post("/classify/bulk", needs("read"), async (context) => {
      const question = await jsonBody(context.req, ClassifyBody);
      if (question.indexId === undefined) throw missing("index_id");
      return context.json(await firstPage(ports, question, context.var.caller));
    })
    .get("/classify/:token", needs("read"), async (context) =>
      context.json(await pageOf(ports, context.req.param("token"), context.var.caller)),
    );
}

const missing = (field: string) =>
  new ApiError("parameter_not_provided", `The ${field} parameter is required but was not provided.`);
