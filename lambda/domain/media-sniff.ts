/** What the first bytes of a file say it is. */
export interface Sniffed {
  readonly kind: /** Surely no video. */
    | "image"
    | "document"
    | "text"
    | "audio"
    /** A video in a form that cannot be read here. */
    | "foreign-video"
    /** A container that is read by the probe. */
    | "container"
    | "unknown";
  /** In words that fit "The file is ...". */
  readonly name: string;
}

type Kind = Sniffed["kind"];

/** A byte sequence at a place: text as Latin-1, so that every byte has one sign. */
type Signature = readonly [
  kind: Kind,
  name: string,
  ...bytes: readonly (readonly [offset: number, text: string])[],
];

/** In order: the first that fits holds. */
const SIGNATURES: readonly Signature[] = [
  ["image", "a JPEG image", [0, "\xff\xd8\xff"]],
  ["image", "a PNG image", [0, "\x89PNG\r\n"]],
  ["image", "a GIF image", [0, "GIF8"]],
  ["image", "a WebP image", [0, "RIFF"], [8, "WEBP"]],
  ["image", "a TIFF image", [0, "II*\0"]],
  ["image", "a TIFF image", [0, "MM\0*"]],
  ["image", "a JPEG XL image", [0, "\0\0\0\x0cJXL "]],
  ["image", "a JPEG 2000 image", [0, "\0\0\0\x0cjP  "]],
  ["image", "a Photoshop image", [0, "8BPS"]],
  ["document", "a PDF document", [0, "%PDF"]],
  ["document", "a ZIP archive", [0, "PK\x03\x04"]],
  ["document", "a ZIP archive", [0, "PK\x05\x06"]],
  ["document", "a gzip archive", [0, "\x1f\x8b"]],
  ["document", "a 7z archive", [0, "7z\xbc\xaf\x27\x1c"]],
  ["document", "a RAR archive", [0, "Rar!\x1a\x07"]],
  ["document", "a Zstandard archive", [0, "\x28\xb5\x2f\xfd"]],
  ["document", "a bzip2 archive", [0, "BZh"], [4, "1AY&SY"]],
  ["document", "an XZ archive", [0, "\xfd7zXZ\0"]],
  ["document", "a TAR archive", [257, "ustar"]],
  ["document", "an Office document", [0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]],
  ["document", "a program", [0, "\x7fELF"]],
  ["document", "a SQLite database", [0, "SQLite format 3\0"]],
  // Before those whose first bytes could also be the length of a box.
  ["container", "an MP4 or QuickTime file", [4, "ftyp"]],
  ["container", "an MP4 or QuickTime file", [4, "moov"]],
  ["container", "an MP4 or QuickTime file", [4, "mdat"]],
  ["container", "an MP4 or QuickTime file", [4, "wide"]],
  ["container", "an MP4 or QuickTime file", [4, "styp"]],
  ["foreign-video", "an AVI video", [0, "RIFF"], [8, "AVI "]],
  ["foreign-video", "a Windows Media (ASF) video", [0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"]],
  ["foreign-video", "a Flash (FLV) video", [0, "FLV\x01"]],
  ["foreign-video", "an MPEG program stream", [0, "\0\0\x01\xba"]],
  ["foreign-video", "a raw MPEG video stream", [0, "\0\0\x01\xb3"]],
  ["foreign-video", "a RealMedia video", [0, ".RMF"]],
  ["foreign-video", "an MXF video", [0, "\x06\x0e\x2b\x34\x02\x05\x01\x01"]],
  ["foreign-video", "an IVF video", [0, "DKIF"]],
  ["foreign-video", "a raw YUV4MPEG2 video", [0, "YUV4MPEG2"]],
  ["foreign-video", "a raw H.264 stream", [0, "\0\0\0\x01\x67"]],
  ["foreign-video", "a raw H.264 stream", [0, "\0\0\0\x01\x09"]],
  ["foreign-video", "a raw H.265 stream", [0, "\0\0\0\x01\x40\x01"]],
  ["foreign-video", "a raw H.264 stream", [0, "\0\0\x01\x67"]],
  ["audio", "a WAVE sound file", [0, "RIFF"], [8, "WAVE"]],
  ["audio", "an MP3 sound file", [0, "ID3"]],
  ["audio", "a FLAC sound file", [0, "fLaC"]],
  ["audio", "an AIFF sound file", [0, "FORM"], [8, "AIF"]],
  ["audio", "an AMR sound file", [0, "#!AMR"]],
  ["audio", "a CAF sound file", [0, "caff\0\x01"]],
  ["audio", "a MIDI file", [0, "MThd"]],
  ["container", "a Matroska or WebM file", [0, "\x1a\x45\xdf\xa3"]],
  ["container", "an Ogg file", [0, "OggS"]],
  ["container", "an MPEG transport stream", [0, "G"], [188, "G"], [376, "G"]],
  ["container", "an MPEG transport stream", [4, "G"], [196, "G"], [388, "G"]],
];

/** Major brands of still pictures in the box format that MP4 has too. */
const IMAGE_BRANDS = /^(avif|avis|heic|heix|heim|heis|hevc|hevx|mif1|msf1|jxl )$/;

/** Content alone decides: names and content types are wrong too often. */
export function sniff(head: Uint8Array): Sniffed {
  const text = String.fromCharCode(...head.subarray(0, SIGNATURE_BYTES));
  for (const [kind, name, ...bytes] of SIGNATURES) {
    if (!bytes.every(([offset, wanted]) => text.startsWith(wanted, offset))) continue;
    if (text.startsWith("ftyp", 4) && IMAGE_BRANDS.test(text.slice(8, 12))) {
      return { kind: "image", name: "an image (AVIF or HEIC)" };
    }
    return { kind, name };
  }
  return sniffText(head) ?? { kind: "unknown", name: "of no known kind" };
}

const SIGNATURE_BYTES = 400;

/** Control characters other than tab, line feed, form feed, carriage return and escape do not occur in text. */
const isTextByte = (byte: number) => byte >= 0x20 || [0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte);

function sniffText(head: Uint8Array): Sniffed | undefined {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16) return { kind: "text", name: "a text file" };
  if (head.length === 0 || !head.every(isTextByte)) return undefined;
  let text: string;
  try {
    // The last sign of the head may be cut: `stream` does not mind.
    text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true }).trimStart().slice(0, 100);
  } catch {
    return undefined;
  }
  if (/^<(!doctype html|html|head|body)/i.test(text)) return { kind: "text", name: "a web page" };
  if (/^<(\?xml|[a-z])/i.test(text)) return { kind: "text", name: "an XML text" };
  if (text.startsWith("#EXTM3U")) return { kind: "text", name: "a playlist that names a video" };
  return { kind: "text", name: "a text file" };
}

/** An Ogg file names the codecs of its tracks in its first pages. */
export function isTheora(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, SIGNATURE_BYTES)).includes("\x80theora");
}
