/** A body to be written, with its length in bytes when that is known before it ends. */
export interface Measured {
  readonly length: number | undefined;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Bytes of a JSON document that are held back for its length; a longer one, such as embeddings, goes out as it comes. */
const HELD_BYTES = 4_194_304;

/**
 * A JSON document of ordinary size is held back until it is whole, so that its length can be told: some clients, such as
 * twelvelabs-js 0.2, take every answer without one for a stream of events. A body of another type is never held back.
 */
export async function measured({ body, headers }: Response): Promise<Measured> {
  if (body === null) return { length: 0, pieces: none() };
  if (!headers.get("content-type")?.startsWith("application/json"))
    return { length: undefined, pieces: body };
  const held: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    held.push(piece.value);
    length += piece.value.byteLength;
    if (length > HELD_BYTES) return { length: undefined, pieces: goingOn(held, reader) };
  }
  return { length, pieces: goingOn(held, undefined) };
}

async function* goingOn(
  held: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
): AsyncGenerator<Uint8Array> {
  yield* held;
  for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read())
    yield piece.value;
}

async function* none(): AsyncGenerator<Uint8Array> {}
