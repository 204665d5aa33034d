import { S3Error } from "./errors.ts";

/** Longest header line of a chunk or trailer line; a signature needs less than 100 bytes. */
const MAX_LINE_BYTES = 8192;
const CHUNK_HEADER = /^([0-9A-Fa-f]{1,13})(;.*)?$/;

/** A body in the `aws-chunked` encoding, decoded while it streams. */
export interface DecodedChunks {
  readonly pieces: AsyncGenerator<Uint8Array>;
  /** Trailer fields, names in lower case; filled when `pieces` has ended. */
  readonly trailers: ReadonlyMap<string, string>;
}

/**
 * Decodes `hexsize[;chunk-signature=…] CRLF data CRLF … 0 CRLF trailers CRLF`, whatever the borders of the buffers
 * in which it arrives. No chunk is held as a whole.
 *
 * @throws S3Error `IncompleteBody` (from `pieces`) when the body ends early, `InvalidRequest` when it is malformed
 */
export function decodeAwsChunked(source: AsyncIterable<Uint8Array>): DecodedChunks {
  const trailers = new Map<string, string>();
  return { pieces: decode(new ByteReader(source), trailers), trailers };
}

async function* decode(reader: ByteReader, trailers: Map<string, string>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const size = chunkSize(await requiredLine(reader));
    if (size === 0) break;
    yield* reader.bytes(size);
    if ((await requiredLine(reader)) !== "") throw malformed();
  }
  for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
    if (line === "") continue;
    const cut = line.indexOf(":");
    if (cut < 0) throw malformed();
    trailers.set(line.slice(0, cut).trim().toLowerCase(), line.slice(cut + 1).trim());
  }
}

function chunkSize(line: string): number {
  const size = CHUNK_HEADER.exec(line)?.[1];
  if (size === undefined) throw malformed();
  return Number.parseInt(size, 16);
}

async function requiredLine(reader: ByteReader): Promise<string> {
  const line = await reader.line();
  if (line === undefined) throw endedEarly();
  return line;
}

/** Takes lines and counted bytes out of buffers that end anywhere. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** A line without its end (CRLF or LF); undefined at the end of the body. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#buffer.indexOf(10);
      if (end >= 0) {
        const line = this.#buffer.toString("latin1", 0, end);
        this.#buffer = this.#buffer.subarray(end + 1);
        return line.endsWith("\r") ? line.slice(0, -1) : line;
      }
      if (this.#buffer.length > MAX_LINE_BYTES) throw malformed();
      const next = await this.#source.next();
      if (next.done) {
        if (this.#buffer.length > 0) throw endedEarly();
        return undefined;
      }
      this.#buffer = Buffer.concat([this.#buffer, next.value]);
    }
  }

  async *bytes(count: number): AsyncGenerator<Uint8Array> {
    let left = count;
    while (left > 0) {
      if (this.#buffer.length === 0) {
        const next = await this.#source.next();
        if (next.done) throw endedEarly();
        this.#buffer = asBuffer(next.value);
      }
      const piece = this.#buffer.subarray(0, left);
      this.#buffer = this.#buffer.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const malformed = () =>
  new S3Error("InvalidRequest", "The chunked encoding of the request body is malformed.");

const endedEarly = () => new S3Error("IncompleteBody", "The request body terminated unexpectedly");
