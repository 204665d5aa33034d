import { types } from "node:util";
import * as z from "zod";
import type { Connection } from "./connection.ts";
import { CliError } from "./failure.ts";
import type { CliIo } from "./io.ts";

export type Query = Readonly<Record<string, string | number | undefined>>;

export interface ApiRequest {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the version, with its parts encoded. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** The API of one reelbase. */
export interface Api {
  /** @throws CliError in the API's own words; `ApiFailure` with its code */
  send(request: ApiRequest): Promise<Response>;
  /** The answer, parsed. */
  json<T extends z.ZodType>(schema: T, request: ApiRequest): Promise<z.infer<T>>;
}

/** The API refused; `code` is from its closed list. */
export class ApiFailure extends CliError {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** All that the command asks is there in it, classification too. */
const VERSION = "v1.2";
const ErrorBody = z.object({ code: z.string(), message: z.string() });

/** A refusal for want of room is no failure yet: 1, 2 and 4 s, at most 7 s in all. */
const RETRY_AFTER_MS = [1000, 2000, 4000];
const BUSY = new Set(["too_many_requests", "service_unavailable"]);

/** @throws CliError when the connection names no API */
export function openApi(connection: Connection, io: Pick<CliIo, "signal" | "sleep">): Api {
  const { apiUrl, aws, from } = connection;
  if (apiUrl === undefined)
    throw new CliError(`${from} has no output ApiUrl; it was deployed by another release.`);
  // A deployment with `auth: iam` takes signatures; that it does shows in its refusals.
  let isSigned = connection.apiKey === undefined && aws !== undefined;

  const once = async ({ method = "GET", path, query = {}, body }: ApiRequest) => {
    const url = new URL(`${apiUrl}/${VERSION}${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const text = body === undefined ? undefined : JSON.stringify(body);
    const plain = text === undefined ? {} : { "content-type": "application/json" };
    const headers = await entry(connection, isSigned, method, url, plain, text);
    // A signal of its own: one that thousands of requests of a long wait listened to would never let go of them.
    const signal = AbortSignal.any([io.signal]);
    return fetch(url, { method, headers, signal, ...(text === undefined ? {} : { body: text }) });
  };

  const send = async (request: ApiRequest): Promise<Response> => {
    for (let attempt = 0; ; attempt++) {
      const response = await once(request).catch((error: unknown) => {
        throw unreachable(error, apiUrl, io.signal);
      });
      if (response.ok) return response;
      const failure = await failureIn(response);
      if (failure.code === "signature_invalid" && !isSigned && aws !== undefined) {
        isSigned = true;
        continue;
      }
      const waitMs = BUSY.has(failure.code) ? RETRY_AFTER_MS[attempt] : undefined;
      if (waitMs === undefined) throw explained(failure, connection);
      await io.sleep(waitMs, io.signal);
    }
  };

  return {
    send,
    async json(schema, request) {
      const response = await send(request);
      const parsed = schema.safeParse(await response.json().catch(() => undefined));
      if (parsed.success) return parsed.data;
      throw new CliError(
        `${apiUrl} gave an answer that this release does not understand; is it a reelbase, and of the same release?`,
        { cause: parsed.error },
      );
    },
  };
}

async function entry(
  { apiKey, aws }: Connection,
  isSigned: boolean,
  method: string,
  url: URL,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<Record<string, string>> {
  if (isSigned && aws !== undefined) {
    const { signer } = await import("./signing.ts");
    return signer(aws)(method, url, headers, body);
  }
  return apiKey === undefined ? headers : { ...headers, "x-api-key": apiKey };
}

async function failureIn(response: Response): Promise<ApiFailure> {
  const parsed = ErrorBody.safeParse(await response.json().catch(() => undefined));
  const { status } = response;
  if (parsed.success) return new ApiFailure(parsed.data.code, status, parsed.data.message);
  // API Gateway's own throttle answers without a body, as the platform does.
  if (status === 429)
    return new ApiFailure("too_many_requests", status, "The API takes no more requests just now.");
  return new ApiFailure("", status, `The API answered ${status} ${response.statusText}.`.replace(" .", "."));
}

/** What the person can do, where the API cannot know. */
function explained(failure: ApiFailure, { apiKey }: Connection): ApiFailure {
  if (failure.code !== "api_key_invalid") return failure;
  const advice =
    apiKey === undefined
      ? "Give a key with --key or REELBASE_API_KEY; reelbase keys create makes one."
      : "It is not the key of this deployment; reelbase keys create makes one.";
  return new ApiFailure(failure.code, failure.status, `${failure.message} ${advice}`);
}

function unreachable(error: unknown, apiUrl: string, signal: AbortSignal): unknown {
  if (signal.aborted || !types.isNativeError(error) || error.name !== "TypeError") return error;
  const cause = types.isNativeError(error.cause) ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code;
  return new CliError(`The API at ${new URL(apiUrl).origin} cannot be reached: ${code ?? cause.message}.`, {
    cause: error,
  });
}
