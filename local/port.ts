import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from "node:http2";
import { type AddressInfo, createServer as createNetServer, type Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { reportFault } from "./fault.ts";
import type { Call, Reply } from "./service.ts";

export interface Port {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Stops listening and drops what is still connected. */
  close(): Promise<void>;
}

/** Everything of a `Call` but its sender, which the answerer finds out from the headers. */
export type Request = Omit<Call, "caller">;
export type Answer = (request: Request) => Promise<Reply>;

type AnyRequest = IncomingMessage | Http2ServerRequest;
type AnyResponse = ServerResponse | Http2ServerResponse;

/** The first bytes of every HTTP/2 connection ("PRI * HTTP/2.0"); no HTTP/1 method starts with them. */
const HTTP2_PREFACE = "PRI";

/**
 * Listens on loopback and speaks HTTP/2 (without TLS) and HTTP/1.1 on the same port: the Bedrock client of the SDK
 * insists on the first, all other clients on the second. The first bytes of a connection decide.
 *
 * @param port TCP port; 0 takes a free one
 * @throws the error of `listen`, such as `EADDRINUSE`
 */
export async function openPort(port: number, answer: Answer): Promise<Port> {
  const respond = (request: AnyRequest, response: AnyResponse) => void serve(request, response, answer);
  // Uploads of many gigabytes take longer than Node's default limit for one request (300 s).
  const http1 = createServer({ requestTimeout: 0 }, respond);
  const http2 = createHttp2Server({}, respond);
  const sockets = new Set<Socket>();
  const net = createNetServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("readable", () => {
      const first: Buffer | null = socket.read();
      if (first === null) return;
      socket.unshift(first);
      const server = first.toString("latin1", 0, HTTP2_PREFACE.length) === HTTP2_PREFACE ? http2 : http1;
      server.emit("connection", socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    net.once("error", reject);
    net.listen(port, "127.0.0.1", resolve);
  });
  const { port: taken } = net.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${taken}`,
    async close() {
      const closed = new Promise((resolve) => net.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function serve(request: AnyRequest, response: AnyResponse, answer: Answer): Promise<void> {
  const target = request.url ?? "/";
  const cut = target.indexOf("?");
  let reply: Reply;
  try {
    reply = await answer({
      method: request.method ?? "GET",
      path: cut < 0 ? target : target.slice(0, cut),
      query: cut < 0 ? "" : target.slice(cut + 1),
      headers: plainHeaders(request),
      body: request,
      requestId: randomUUID(),
    });
  } catch (error) {
    reportFault("stand-in failed", error);
    reply = { status: 500, body: "" };
  }
  try {
    await send(request, response, reply);
  } catch {
    // The client went away in the middle of the answer: there is nobody left to tell.
    request.destroy();
  }
}

async function send(request: AnyRequest, response: AnyResponse, reply: Reply): Promise<void> {
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (reply.cookies !== undefined) response.setHeader("set-cookie", reply.cookies);
  if (reply.body instanceof Readable) {
    // A body of unknown length is still being made: whoever waits for it sees at once that the answer has begun.
    if (reply.headers?.["content-length"] === undefined) (response as ServerResponse).flushHeaders();
    await pipeline(reply.body, response as ServerResponse);
  } else {
    if (
      reply.body !== undefined &&
      request.method !== "HEAD" &&
      reply.headers?.["content-length"] === undefined
    ) {
      response.setHeader("content-length", Buffer.byteLength(reply.body));
    }
    (response as ServerResponse).end(request.method === "HEAD" ? undefined : reply.body);
  }
  // An answer given before the whole body was read (a refused upload) must not leave the connection stuck.
  request.resume();
}

function plainHeaders(request: AnyRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !name.startsWith(":"))
      headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const authority = request.headers[":authority"];
  if (typeof authority === "string") headers["host"] ??= authority;
  return headers;
}
