import { Hono } from "hono";
import { CreateIndexBody, RenameIndexBody } from "../contracts/api/index.ts";
import { type Api, type ApiEnv, needs } from "./http/api.ts";
import { jsonBody } from "./http/body.ts";
import { listQuery } from "./http/list-query.ts";
import { createIndex } from "./indexes/create-index.ts";
import type { IndexesPorts } from "./indexes/indexes-ports.ts";
import { INDEX_FIELDS, listIndexes } from "./indexes/list-indexes.ts";
import { removeIndex } from "./indexes/remove-index.ts";
import { renameIndex } from "./indexes/rename-index.ts";
import { showIndex } from "./indexes/show-index.ts";
import { visibleIndex } from "./indexes/visible-index.ts";

/** Indexes: making, listing, renaming and removing named groups of videos. */
export function indexesRoutes(ports: IndexesPorts): Api {
  return new Hono<ApiEnv>({ strict: false })
    .post("/indexes", needs("write"), async (context) => {
      const body = await jsonBody(context.req, CreateIndexBody);
      return context.json({ _id: await createIndex(ports, context.var.caller, body) }, 201);
    })
    .get("/indexes", needs("read"), async (context) =>
      context.json(await listIndexes(ports, context.var.caller, listQuery(context.req, INDEX_FIELDS))),
    )
    .get("/indexes/:indexId", needs("read"), async (context) =>
      context.json(await showIndex(ports, await visibleIndex(ports, context))),
    )
    .put("/indexes/:indexId", needs("write"), async (context) => {
      const index = await visibleIndex(ports, context);
      await renameIndex(ports, index, (await jsonBody(context.req, RenameIndexBody)).index_name);
      return context.body(null, 204);
    })
    .delete("/indexes/:indexId", needs("write"), async (context) => {
      await removeIndex(ports, await visibleIndex(ports, context));
      return context.body(null, 204);
    });
}
