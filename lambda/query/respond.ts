import type { Writable } from "node:stream";
import type { ResponseHead } from "../contracts/api/lambda-proxy.ts";
import { measured } from "./known-length.ts";

/** Headers of one connection (RFC 9110, 7.6.1): the gateway makes a new one. The length is told as it is measured here. */
const OF_THE_CONNECTION: readonly string[] = [
  ...["connection", "content-length", "keep-alive", "proxy-authenticate", "proxy-authorization"],
  ...["te", "trailer", "transfer-encoding", "upgrade"],
];

/** Puts status and headers in front of what is then written to the stream that it returns. */
export type Begin = (stream: Writable, head: ResponseHead) => Writable;

/**
 * Writes a response to the stream of an invocation, each piece as it comes and not faster than it is taken. When
 * nobody takes it any more, the rest is read all the same: what makes it may be paid for and has to be stored.
 *
 * @throws what the body threw; the answer then ends in the middle, so that no client takes it for a whole one
 */
export async function respond(response: Response, stream: Writable, begin: Begin): Promise<void> {
  const { length, pieces } = await measured(response);
  const out = begin(stream, headOf(response, length));
  const sink = sinkInto(out);
  // Status and headers leave with the first write: at once, and also when there is no body.
  await sink.write("");
  for await (const piece of pieces) await sink.write(piece);
  await sink.end();
}

function headOf({ status, headers }: Response, length: number | undefined): ResponseHead {
  const kept = Object.fromEntries([...headers].filter(([name]) => !OF_THE_CONNECTION.includes(name)));
  const isSized = length !== undefined && status !== 204;
  return {
    statusCode: status,
    headers: isSized ? { ...kept, "content-length": String(length) } : kept,
  };
}

/** A stream that swallows what comes after it broke. */
function sinkInto(stream: Writable) {
  let isOpen = true;
  const broken = new Promise<void>((resolve) => {
    const close = () => {
      isOpen = false;
      resolve();
    };
    stream.on("error", close).on("close", close);
  });
  const either = (event: "drain" | "finish") =>
    Promise.race([broken, new Promise<void>((resolve) => stream.once(event, resolve))]);
  return {
    async write(piece: string | Uint8Array): Promise<void> {
      if (isOpen && !stream.write(piece)) await either("drain");
    },
    async end(): Promise<void> {
      if (!isOpen) return;
      const done = either("finish");
      stream.end();
      await done;
    },
  };
}
