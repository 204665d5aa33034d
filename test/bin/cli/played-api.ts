import { text } from "node:stream/consumers";
import { openPort } from "../../../local/port.ts";
import type { Reply } from "../../../local/service.ts";

/** A request as it came, for asserting what the command sent. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What is answered: JSON with 200, or a whole reply. */
export type Played = (request: SeenRequest) => object | { readonly reply: Reply };

export interface PlayedApi {
  readonly endpoint: string;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

const VERSION = "/v1.2";

/**
 * Plays the API over loopback. `routes` has `GET /indexes` and the like; whatever it does not have is answered by an error
 * that no test expects.
 */
export async function playedApi(routes: Readonly<Record<string, Played>>): Promise<PlayedApi> {
  const seen: SeenRequest[] = [];
  const port = await openPort(0, async ({ method, path, query, headers, body }) => {
    const sent = await text(body);
    const request: SeenRequest = {
      method,
      path: path.startsWith(VERSION) ? path.slice(VERSION.length) : path,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers,
      body: sent === "" ? undefined : JSON.parse(sent),
    };
    seen.push(request);
    const route = routes[`${method} ${request.path}`];
    if (route === undefined) return json(599, { code: "unplanned", message: `${method} ${request.path}` });
    const played = route(request);
    return "reply" in played ? played.reply : json(200, played);
  });
  return { endpoint: port.endpoint, seen, close: port.close };
}

export const json = (status: number, body: object): Reply => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** A refusal in the words of the API. */
export const refusal = (status: number, code: string, message = "No.") => ({
  reply: json(status, { code, message }),
});
