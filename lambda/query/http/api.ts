import type { Context, Hono, MiddlewareHandler } from "hono";
import type { Caller, Scope } from "../../contracts/api/caller.ts";
import { ApiError } from "../../contracts/api/error.ts";
import type { IndexId } from "../../keys.ts";
import type { Log } from "../../ports.ts";

/** Versions of the platform's paths that are mounted. Bodies carry the words of both where they differ. */
export const API_VERSIONS = ["v1.2", "v1.3"] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

/** What every route finds beside the request. */
export interface ApiEnv {
  Variables: {
    caller: Caller;
    version: ApiVersion;
    log: Log;
    /** The id that the caller is told with every answer and that the log carries. */
    requestId: string;
  };
}
export type Api = Hono<ApiEnv>;
export type ApiContext = Context<ApiEnv>;

/** Lets only callers with this scope pass. @throws ApiError `scope_not_allowed` */
export function needs(scope: Scope): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    if (!context.var.caller.scopes.includes(scope)) {
      throw new ApiError(
        "scope_not_allowed",
        `This API key has no ${scope} scope, which the operation needs.`,
      );
    }
    await next();
  };
}

/** Whether the caller may see an index. */
export const maySee = ({ indexIds }: Caller, indexId: IndexId) => indexIds?.includes(indexId) ?? true;

/** @throws ApiError `index_not_allowed` for an index that the caller named itself */
export function checkIndex(caller: Caller, indexId: IndexId): void {
  if (!maySee(caller, indexId)) {
    throw new ApiError("index_not_allowed", "This API key may not use the index that index_id names.");
  }
}
