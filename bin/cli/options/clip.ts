import { usageError } from "../failure.ts";
import { secondsOf } from "./numbers.ts";

/** `beach.mp4@0:20-0:40`: a stretch of a video, seconds. */
export interface GivenClip {
  readonly video: string;
  readonly start: number;
  readonly end: number;
}

/** @throws CliError */
export function clipOf(text: string): GivenClip {
  const at = text.lastIndexOf("@");
  const [start, end, more] = text
    .slice(at + 1)
    .split(/[-–]/)
    .map(secondsOf);
  const isClip = at > 0 && start !== undefined && end !== undefined && more === undefined && start < end;
  if (!isClip) throw usageError(`"${text}" is no clip; write VIDEO@START-END, such as beach.mp4@0:20-0:40.`);
  return { video: text.slice(0, at), start, end };
}
