import type { ExportedVideo } from "./exported-video.ts";

/** Line and paragraph separators end a line for some readers, though not for JSON. */
const SEPARATORS = /[\u2028\u2029]/g;

/** JSON Lines: one video a line, with all that is known of it. */
export function jsonLine(video: ExportedVideo): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16)}`;
  return `${JSON.stringify(video).replace(SEPARATORS, escaped)}\n`;
}
