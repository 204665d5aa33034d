import { type ChecksumAlgorithm, startChecksum } from "./checksum.ts";

/** What is known of a body after its last byte. */
export interface Measure {
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly md5: string;
  /** Raw checksums of the algorithms asked for. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, Buffer>;
}

/** A body that is measured while it streams by. */
export interface MeasuredBody {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Call once, after the last piece. Throws when the body is not what its sender declared. */
  finish(): Measure;
}

/** Measures a body about which nothing was declared, such as the source of a copy. */
export function measureBody(
  source: AsyncIterable<Uint8Array>,
  algorithms: Iterable<ChecksumAlgorithm> = [],
): MeasuredBody {
  const md5 = startChecksum("md5");
  const running = new Map(Array.from(new Set(algorithms), (name) => [name, startChecksum(name)] as const));
  let size = 0;
  async function* pieces() {
    for await (const piece of source) {
      size += piece.length;
      md5.update(piece);
      for (const checksum of running.values()) checksum.update(piece);
      yield piece;
    }
  }
  return {
    pieces: pieces(),
    finish: () => ({
      size,
      md5: md5.digest().toString("hex"),
      checksums: new Map(Array.from(running, ([name, checksum]) => [name, checksum.digest()])),
    }),
  };
}
