const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Signs that terminals draw two cells wide: East Asian Wide and Fullwidth (UAX #11), and pictures. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const ASCII = /^[ -~]*$/;

const cells = (grapheme: string) => (WIDE.test(grapheme) ? 2 : INVISIBLE.test(grapheme) ? 0 : 1);

/** Cells of a terminal that a text without control characters takes. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += cells(segment);
  return width;
}

/** The text, or as much of it as fits into `width` cells with `…` behind it; never half a sign. */
export function cutToWidth(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = "";
  let used = 1;
  for (const { segment } of GRAPHEMES.segment(text)) {
    used += cells(segment);
    if (used > width) break;
    cut += segment;
  }
  return `${cut}…`;
}
