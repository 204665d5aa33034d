import type { LookupAddress } from "node:dns";
import { lookup as resolveName } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { ApiError } from "../contracts/api/error.ts";
import { TemporaryError } from "../domain/errors.ts";
import { refusedContent } from "../domain/fetched-content.ts";
import { type FetchHost, judgeUrl, mayConnect, NOT_PUBLIC } from "../domain/url-rules.ts";

/** How much and how long, besides what the rules of addresses say. */
export interface FetchLimits {
  /** Bytes of the body; one more breaks it off. */
  readonly maxBytes: number;
  /** For all of it, redirects and body included. */
  readonly totalMs: number;
}

export interface Fetched {
  /** In lower case without its parameters; empty when the server says nothing. */
  readonly contentType: string;
  /** As the server announces it. */
  readonly sizeBytes: number | undefined;
  /** Read it to its end, or destroy it by leaving the loop. @throws as `SafeFetch` */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Gets a file from an address that a caller gave.
 * @throws ApiError `url_not_allowed` with a sentence that does not hold the address; TemporaryError when the server is
 * busy or the connection broke
 */
export type SafeFetch = (url: string, limits: FetchLimits) => Promise<Fetched>;

/** The file is longer than was asked for. */
export class FetchedTooMuch extends ApiError {
  constructor(maxBytes: number) {
    super(
      "url_not_allowed",
      `The file at the address has more than ${maxBytes} bytes, the most that is taken.`,
    );
  }
}

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

const CONNECT_MS = 10_000;
/** Between two pieces, and before the first. */
const IDLE_MS = 30_000;
const MAX_REDIRECTS = 3;

/**
 * Fetches from the public internet only. Each hop is judged anew, its name is resolved once, all of its addresses must be
 * allowed, and the connection goes to one of exactly these: a second answer of the name server changes nothing.
 * @param exceptions what the deployment allows besides
 */
export function safeFetch(exceptions: readonly FetchHost[], resolve: Resolve = allAddresses): SafeFetch {
  return async (first, { maxBytes, totalMs }) => {
    const signal = AbortSignal.timeout(totalMs);
    let address = first;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const url = allowedUrl(address, exceptions);
      const addresses = await allowedAddresses(url, exceptions, resolve, signal);
      const response = await answerOf(url, addresses, signal);
      const target = redirectOf(response, url);
      if (target === undefined) return fetched(response, maxBytes);
      response.destroy();
      address = target;
    }
    throw refused(`The address redirects more than ${MAX_REDIRECTS} times.`);
  };
}

const refused = (sentence: string) => new ApiError("url_not_allowed", sentence);

const allAddresses: Resolve = (host) => resolveName(host, { all: true, verbatim: true });

function allowedUrl(address: string, exceptions: readonly FetchHost[]): URL {
  const verdict = judgeUrl(address, exceptions);
  if (!verdict.allowed) throw refused(verdict.fault);
  return verdict.url;
}

async function allowedAddresses(
  url: URL,
  exceptions: readonly FetchHost[],
  resolve: Resolve,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const family = isIP(host);
  const addresses = family === 0 ? await resolved(host, resolve, signal) : [{ address: host, family }];
  // One address of a name inside is enough to refuse it: which one is connected to is not ours to choose for ever.
  if (!addresses.every(({ address }) => mayConnect(address, url, exceptions))) throw refused(NOT_PUBLIC);
  return addresses;
}

async function resolved(host: string, resolve: Resolve, signal: AbortSignal) {
  const gone = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(interrupted()), { once: true });
  });
  try {
    const addresses = await Promise.race([resolve(host), gone]);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    if (error instanceof TemporaryError || codeOf(error) === "EAI_AGAIN") throw interrupted();
  }
  throw refused("The host of the address is not known.");
}

/** The head of the answer, from one of these addresses and no other. */
function answerOf(
  url: URL,
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      signal,
      // A connection of its own: one from a pool may lead elsewhere.
      agent: false,
      lookup: pinned(addresses),
      timeout: IDLE_MS,
      headers: { accept: "*/*", "accept-encoding": "identity", "user-agent": "reelbase" },
    };
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const request = send(url, options, resolve);
    const connecting = setTimeout(() => request.destroy(interrupted()), CONNECT_MS);
    request.once("socket", (socket) => {
      socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => clearTimeout(connecting));
    });
    request.once("close", () => clearTimeout(connecting));
    request.once("timeout", () => request.destroy(interrupted()));
    // Not once: a connection that is cut after its answer says so again.
    request.on("error", (error) => reject(failure(error)));
    request.end();
  });
}

/** Gives the addresses that were judged, whichever form of the question is asked. */
function pinned(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else if (first === undefined) callback(new Error("no address"), "", 0);
    else callback(null, first.address, first.family);
  };
}

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** Where the answer leads to. @throws ApiError or TemporaryError for an answer that is neither that nor a file */
function redirectOf(response: IncomingMessage, url: URL): string | undefined {
  const { statusCode: status = 0, headers } = response;
  if (status === 200) return undefined;
  response.destroy();
  if (REDIRECTS.includes(status) && headers.location !== undefined) {
    if (URL.canParse(headers.location, url.href)) return new URL(headers.location, url.href).href;
    throw refused("The address redirects to something that is no address.");
  }
  if (status >= 500 || status === 429) throw interrupted();
  throw refused(`The server does not give the file: it answers with status ${status}.`);
}

function fetched(response: IncomingMessage, maxBytes: number): Fetched {
  const { headers } = response;
  const contentType = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const announced = headers["content-length"];
  const sizeBytes = announced === undefined ? undefined : Number(announced);
  const fault = refusedContent(contentType, headers["content-encoding"]);
  if (fault !== undefined || (sizeBytes ?? 0) > maxBytes) {
    response.destroy();
    throw fault === undefined ? new FetchedTooMuch(maxBytes) : refused(fault);
  }
  return { contentType, sizeBytes, body: bounded(response, maxBytes) };
}

async function* bounded(response: IncomingMessage, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  // Requests end their timeout with the head of the answer; a body that stops coming has its own.
  response.socket.setTimeout(IDLE_MS, () => response.destroy(interrupted()));
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new FetchedTooMuch(maxBytes);
      yield chunk;
    }
  } catch (error) {
    throw failure(error);
  } finally {
    response.destroy();
  }
}

/** The cause is left out: its text may hold the address. */
const interrupted = () =>
  new TemporaryError("FETCH_FAILED", "The server of the address did not answer in time, or broke off.");

const TLS = /^(CERT_|ERR_TLS|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|ERR_SSL)/;

function failure(error: unknown): unknown {
  if (error instanceof ApiError || error instanceof TemporaryError) return error;
  if (TLS.test(codeOf(error))) return refused("The server of the address does not prove who it is (TLS).");
  return interrupted();
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");
