import { Hono } from "hono";
import type { Caller } from "../contracts/api/caller.ts";
import { ApiError, type ApiErrorBody } from "../contracts/api/error.ts";
import { cutText } from "../domain/answer-text.ts";
import { PermanentError, TemporaryError } from "../domain/errors.ts";
import type { Log } from "../ports.ts";
import { API_VERSIONS, type Api, type ApiEnv } from "./http/api.ts";

/** One request to the API, with what the gate in front of it found out. */
export interface ApiCall {
  readonly request: Request;
  readonly caller: Caller;
  readonly requestId: string;
  readonly log: Log;
}

/** The API: it knows requests and responses, and no host. Never rejects: every failure is an answer of the closed list. */
export type QueryApp = (call: ApiCall) => Promise<Response>;

/** Puts groups of routes together below `/v1.2` and `/v1.3`; a slash at the end of a path makes no difference. */
export function queryApp(groups: readonly Api[]): QueryApp {
  const app = new Hono<ApiEnv & { Bindings: ApiCall }>({ strict: false });
  for (const version of API_VERSIONS) {
    const mounted = app.basePath(`/${version}`).use(async (context, next) => {
      context.set("version", version);
      context.set("caller", context.env.caller);
      context.set("log", context.env.log);
      context.set("requestId", context.env.requestId);
      await next();
    });
    for (const group of groups) mounted.route("/", group);
  }
  app.notFound((context) => errorResponse(unknownEndpoint(groups, context.req.path)));
  app.onError((error, context) => failed(error, context.env.log));
  return async (call) => {
    const response = await app.fetch(call.request, call);
    response.headers.set("x-request-id", call.requestId);
    // API Gateway calls what has no type JSON, and clients then read JSON where there is nothing.
    if (response.status === 204) response.headers.set("content-type", "text/plain");
    return response;
  };
}

const VERSIONED = new RegExp(`^/(?:${API_VERSIONS.join("|").replaceAll(".", "\\.")})(?=/)`);

/** Another method of the same path is a method that is not allowed; everything else does not exist. */
function unknownEndpoint(groups: readonly Api[], path: string): ApiError {
  const relative = path.replace(VERSIONED, "").replace(/\/$/, "");
  const isMounted = VERSIONED.test(path);
  const isKnown =
    isMounted && groups.some((group) => group.routes.some((route) => matches(route.path, relative)));
  return isKnown
    ? new ApiError("method_not_allowed", "This path does not take that method.")
    : new ApiError("endpoint_not_exists", "There is no such path. The API is mounted at /v1.2.");
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.replace(/\/$/, "").split("/");
  const given = path.split("/");
  return (
    !pattern.includes("*") &&
    wanted.length === given.length &&
    wanted.every((part, at) => part.startsWith(":") || part === given[at])
  );
}

function failed(error: unknown, log: Log): Response {
  const known = asApiError(error);
  if (known.status >= 500) {
    log.error("a request failed", {
      code: known.code,
      cause: error instanceof Error ? error.name : "unknown",
    });
  }
  return errorResponse(known);
}

/** What the steps of the pipeline throw has its own place in the list; whatever else is thrown says nothing outside. */
function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof TemporaryError) {
    return new ApiError(
      "service_unavailable",
      "A service is busy or did not answer. Try again in a moment.",
      {
        cause: error,
      },
    );
  }
  if (error instanceof PermanentError) {
    return new ApiError("internal_error", "The request could not be carried out.", { cause: error });
  }
  return new ApiError("internal_error", "Something went wrong on the server.", { cause: error });
}

/** Characters of a message: some repeat words of the caller's own, which may be as long as a body. */
const MAX_MESSAGE = 1_000;

function errorResponse(error: ApiError): Response {
  const body: ApiErrorBody = { code: error.code, message: cutText(error.message, MAX_MESSAGE) };
  return Response.json(body, { status: error.status });
}
