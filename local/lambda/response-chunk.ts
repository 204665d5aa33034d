/** One piece of the answer of a handler that streams. */
export interface Chunk {
  readonly bytes: Uint8Array;
  /** Type of the whole answer, such as `application/vnd.awslambda.http-integration-response`. */
  readonly contentType: string;
}

/** Takes the pieces in their order, one at a time; never rejects. The next one comes when the promise has resolved. */
export type TakeChunk = (chunk: Chunk) => Promise<void>;

/** Keeps the pieces for an invocation that wants the answer as a whole. */
export function collectChunks(): { readonly take: TakeChunk; text(): string } {
  const pieces: Uint8Array[] = [];
  return {
    take: async ({ bytes }) => void pieces.push(bytes),
    text: () => Buffer.concat(pieces).toString("utf8"),
  };
}
