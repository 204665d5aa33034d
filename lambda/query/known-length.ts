/** A body to be written, with its length in bytes when that is known before it ends. */
export interface Measured {
  readonly length: number | undefined;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/**
 * A JSON document that is one piece, as nearly all answers are, has a length that can be told: some clients, such as
 * twelvelabs-js 0.2, take every answer without one for a stream of events. So a second piece is waited for before the
 * first goes out; a body of another type is never held back.
 */
export async function measured({ body, headers }: Response): Promise<Measured> {
  if (body === null) return { length: 0, pieces: none() };
  if (!headers.get("content-type")?.startsWith("application/json"))
    return { length: undefined, pieces: body };
  const reader = body.getReader();
  const [first, second] = [await reader.read(), await reader.read()];
  if (first.done) return { length: 0, pieces: none() };
  const length = second.done ? first.value.byteLength : undefined;
  return { length, pieces: goingOn([first, second], reader) };
}

type Piece = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;

async function* goingOn(begun: readonly Piece[], reader: ReadableStreamDefaultReader<Uint8Array>) {
  for (const piece of begun) if (!piece.done) yield piece.value;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
}

async function* none(): AsyncGenerator<Uint8Array> {}
