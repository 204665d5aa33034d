/** Bytes of one part: S3 takes 10 000 parts, so that this is enough for 80 GB, and two of them fit into any function. */
export const PART_BYTES = 8 * 1024 * 1024;

/** A stream in parts of one size, the last one shorter; one empty part when nothing comes. */
export async function* partsOf(
  body: AsyncIterable<Uint8Array>,
  partBytes = PART_BYTES,
): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(partBytes);
  let filled = 0;
  let isFirst = true;
  for await (const chunk of body) {
    for (let taken = 0; taken < chunk.byteLength; ) {
      // Only when more comes: a part that ends with the stream is the last one, whatever its size.
      if (filled === partBytes) {
        yield part;
        isFirst = false;
        part = new Uint8Array(partBytes);
        filled = 0;
      }
      const piece = chunk.subarray(taken, taken + partBytes - filled);
      part.set(piece, filled);
      filled += piece.byteLength;
      taken += piece.byteLength;
    }
  }
  if (filled > 0 || isFirst) yield part.subarray(0, filled);
}
