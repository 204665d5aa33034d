import { performance } from "node:perf_hooks";

/** What a request took. */
export interface Answered {
  readonly ms: number;
  /** Of the body, as it came. */
  readonly bytes: number;
  readonly body: unknown;
}

/** The API of a host. */
export interface Api {
  get(path: string): Promise<Answered>;
  post(path: string, body: object): Promise<Answered>;
}

/** @throws Error for every answer but 200 */
export function apiOf(endpoint: string, key: string): Api {
  const ask = async (path: string, init: RequestInit): Promise<Answered> => {
    const headers = { "x-api-key": key, "content-type": "application/json" };
    const started = performance.now();
    const response = await fetch(`${endpoint}/v1.2${path}`, { ...init, headers });
    const text = await response.text();
    const ms = performance.now() - started;
    if (response.status !== 200) throw new Error(`${path} was answered by ${response.status}: ${text}`);
    return { ms, bytes: Buffer.byteLength(text), body: JSON.parse(text) };
  };
  return {
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: "POST", body: JSON.stringify(body) }),
  };
}
