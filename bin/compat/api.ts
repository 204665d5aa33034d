import type { Json } from "./recording.ts";

export interface ApiAnswer {
  readonly status: number;
  /** Null for an answer without a body. */
  readonly body: Json;
}

export interface ApiRequest {
  readonly method: string;
  /** Below the version, with its query string. */
  readonly path: string;
  readonly body?: Json | FormData | undefined;
  /** In place of the key of the library. */
  readonly apiKey?: string;
}

export type Api = (request: ApiRequest) => Promise<ApiAnswer>;

/** A caller of the API as any program is one. */
export function apiAt(endpoint: string, apiKey: string): Api {
  return async ({ method, path, body, apiKey: otherKey = apiKey }) => {
    const isForm = body instanceof FormData;
    const response = await fetch(`${endpoint}/v1.2${path}`, {
      method,
      headers: {
        "x-api-key": otherKey,
        ...(isForm || body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: bodyOf(await response.text()) };
  };
}

function bodyOf(text: string): Json {
  if (text === "") return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
