import type { ReasonCode } from "../contracts/reason.ts";
import type { MediaFacts } from "./media-facts.ts";
import { isTheora, sniff } from "./media-sniff.ts";

/** Why a file cannot be used by any model, whatever its size and length. */
export interface Defect {
  readonly code: ReasonCode;
  readonly message: string;
}

/** More than any real file has. */
const MAX_TRACKS = 100;
/** 30 days: nobody uploads such a video, and broken headers claim it. */
const ABSURD_SEC = 30 * 24 * 3600;

/** The name that the probe gives this container. */
const TRANSPORT_STREAM = "MPEG Transport Stream";

/** The first defect of a file, from the outside in; undefined when its content is sound. */
export function contentDefect(facts: MediaFacts): Defect | undefined {
  return (
    emptyDefect(facts) ?? kindDefect(facts) ?? trackDefect(facts) ?? pictureDefect(facts) ?? timeDefect(facts)
  );
}

function emptyDefect({ sizeBytes }: MediaFacts): Defect | undefined {
  return sizeBytes === 0 ? { code: "EMPTY", message: "The file is empty: it has 0 bytes." } : undefined;
}

/** What the first bytes say, where they are surer than a reader that may take anything for sound. */
function kindDefect(facts: MediaFacts): Defect | undefined {
  const { kind, name } = sniff(facts.head);
  if (kind === "image" || kind === "document" || kind === "text") {
    return { code: "NOT_MEDIA", message: `The file is ${name}, not a video.` };
  }
  if (kind === "foreign-video") {
    return { code: "UNSUPPORTED_CODEC", message: `The file is ${name}, a form that is not supported.` };
  }
  if (facts.trackCount > 0) return undefined;
  if (facts.container === TRANSPORT_STREAM) return noReadablePicture(facts);
  if (kind === "audio") return { code: "NO_VIDEO_TRACK", message: `The file is ${name}: it has no picture.` };
  if (kind === "unknown")
    return { code: "NOT_MEDIA", message: "The file is not a video: its content is of no known kind." };
  const why =
    facts.problem === null
      ? "it has no tracks, as after an upload that was cut"
      : "its headers cannot be read";
  return { code: "CORRUPT", message: `The file is ${name}, but ${why}.` };
}

function trackDefect(facts: MediaFacts): Defect | undefined {
  if (facts.problem !== null) return { code: "CORRUPT", message: "The headers of the file cannot be read." };
  if (facts.trackCount > MAX_TRACKS) {
    return { code: "CORRUPT", message: `The file claims to have ${facts.trackCount} tracks.` };
  }
  if (facts.isEncrypted) return { code: "ENCRYPTED", message: "The video is copy-protected (encrypted)." };
  if (facts.video !== null) return undefined;
  if (isTheora(facts.head)) {
    return {
      code: "UNSUPPORTED_CODEC",
      message: "The picture is encoded as Theora, which is not supported.",
    };
  }
  return noReadablePicture(facts);
}

/** Of a transport stream, the tracks in forms that are not read are not seen either: mostly MPEG-2 from broadcasts. */
function noReadablePicture({ container }: MediaFacts): Defect {
  if (container !== TRANSPORT_STREAM) {
    return { code: "NO_VIDEO_TRACK", message: "The file has sound but no picture." };
  }
  return {
    code: "UNSUPPORTED_CODEC",
    message: "The file is an MPEG transport stream without a picture in H.264 or H.265.",
  };
}

function pictureDefect({ video, isCut, sizeBytes }: MediaFacts): Defect | undefined {
  if (isCut) {
    return {
      code: "CORRUPT",
      message: `The file is cut: it has ${sizeBytes} bytes, and the end of the video is missing.`,
    };
  }
  if (video === null || video.codec !== null) return undefined;
  if (video.codecTag === null) {
    return { code: "CORRUPT", message: "The file does not say how its picture is encoded." };
  }
  return {
    code: "UNSUPPORTED_CODEC",
    message: `The picture is encoded as "${video.codecTag}", which is not supported.`,
  };
}

function timeDefect({ video, durationSec }: MediaFacts): Defect | undefined {
  if (durationSec === null || durationSec === 0) {
    return { code: "UNKNOWN_DURATION", message: "The file does not tell how long the video is." };
  }
  if (!(durationSec > 0 && durationSec <= ABSURD_SEC)) {
    return { code: "CORRUPT", message: `The file claims that the video lasts ${durationSec} s.` };
  }
  const { width, height } = video ?? { width: 0, height: 0 };
  if (width > 0 && height > 0) return undefined;
  return { code: "CORRUPT", message: `The file claims that the picture has ${width}x${height} pixels.` };
}
