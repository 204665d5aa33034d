/** Header of a box of an MP4 or QuickTime file. */
export interface BoxHeader {
  readonly type: string;
  /** Bytes from the beginning of the box to its content. */
  readonly headerBytes: number;
  /** Bytes of the whole box; 0 means up to the end of what holds it. */
  readonly bytes: number;
}

export const MAX_BOX_HEADER_BYTES = 16;
const MIN_BOX_HEADER_BYTES = 8;

/** Null when there are not enough bytes for a header. */
export function readBoxHeader(view: DataView, at: number): BoxHeader | null {
  if (at + MIN_BOX_HEADER_BYTES > view.byteLength) return null;
  const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)));
  const bytes = view.getUint32(at);
  if (bytes !== 1) return { type, headerBytes: MIN_BOX_HEADER_BYTES, bytes };
  if (at + MAX_BOX_HEADER_BYTES > view.byteLength) return null;
  return {
    type,
    headerBytes: MAX_BOX_HEADER_BYTES,
    bytes: Number(view.getBigUint64(at + MIN_BOX_HEADER_BYTES)),
  };
}

/** A box with the bytes inside it. */
export interface Box {
  readonly type: string;
  readonly content: DataView;
}

/** The boxes that follow each other in `content`; undefined when one has an impossible size. */
export function boxesIn(content: DataView): Box[] | undefined {
  const boxes: Box[] = [];
  for (let at = 0; at < content.byteLength; ) {
    const header = readBoxHeader(content, at);
    // Some writers leave padding behind the last box.
    if (!header) break;
    const end = header.bytes === 0 ? content.byteLength : at + header.bytes;
    const start = at + header.headerBytes;
    if (end > content.byteLength || end < start) return undefined;
    boxes.push({
      type: header.type,
      content: new DataView(content.buffer, content.byteOffset + start, end - start),
    });
    at = end;
  }
  return boxes;
}
