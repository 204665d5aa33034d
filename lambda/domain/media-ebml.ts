const EBML_ID = 0x1a45dfa3;
const SEGMENT_ID = 0x18538067;
const ID_BYTES = 4;

/**
 * Where a Matroska or WebM file says that it ends, bytes from its beginning. Null when the head is of another kind, or
 * when the size was not known while it was written, as in a recording that is not finished.
 */
export function declaredEnd(head: Uint8Array): number | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const header = readElement(view, 0, EBML_ID);
  const segment = header && readElement(view, header.contentStart + header.size, SEGMENT_ID);
  return segment ? segment.contentStart + segment.size : null;
}

interface Element {
  readonly contentStart: number;
  readonly size: number;
}

function readElement(view: DataView, at: number, id: number): Element | null {
  if (at + ID_BYTES >= view.byteLength || view.getUint32(at) !== id) return null;
  const sizeAt = at + ID_BYTES;
  const lead = view.getUint8(sizeAt);
  // The leading zero bits of the first byte count the bytes that follow it.
  const length = Math.clz32(lead) - 23;
  if (lead === 0 || sizeAt + length > view.byteLength) return null;
  let size = lead & (0xff >> length);
  // All ones mean that the size is unknown.
  let isUnknown = size === 0xff >> length;
  for (let index = 1; index < length; index++) {
    const byte = view.getUint8(sizeAt + index);
    size = size * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return isUnknown ? null : { contentStart: sizeAt + length, size };
}
