import { COLOURS, type Colour } from "./measurement.ts";

const INDEX = new Map<Colour, number>(COLOURS.map((name, index) => [name, index]));

/**
 * The name that a person would give a colour.
 * @param r,g,b 0 to 255
 */
export function nameColour(r: number, g: number, b: number): Colour {
  const high = Math.max(r, g, b);
  const low = Math.min(r, g, b);
  const value = high / 255;
  const chroma = (high - low) / 255;
  const saturation = high === 0 ? 0 : (high - low) / high;
  if (value < 0.14) return "black";
  if (chroma < 0.07 || saturation < 0.13) return nameGray(value);
  return nameHue(hueOf(r, g, b, high, high - low), saturation, value);
}

/** Share of an RGBA picture in each of `COLOURS`. */
export function colourShares(rgba: Uint8Array): number[] {
  const counts = COLOURS.map(() => 0);
  const points = rgba.length / 4;
  for (let i = 0; i < rgba.length; i += 4) {
    const index = INDEX.get(nameColour(rgba[i] ?? 0, rgba[i + 1] ?? 0, rgba[i + 2] ?? 0)) ?? 0;
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((count) => count / points);
}

function nameGray(value: number): Colour {
  if (value < 0.16) return "black";
  return value > 0.86 ? "white" : "gray";
}

function nameHue(hue: number, saturation: number, value: number): Colour {
  if (hue < 48 || hue >= 345) return nameWarm(hue, saturation, value);
  if (hue < 70) return value < 0.55 ? "green" : "yellow";
  if (hue < 165) return "green";
  if (hue < 198) return "cyan";
  if (hue < 258) return value < 0.56 ? "navy" : "blue";
  if (hue < 288) return "purple";
  return value < 0.6 ? "purple" : "pink";
}

/** Brown has no hue of its own: it is a dark or dull red or orange. */
function nameWarm(hue: number, saturation: number, value: number): Colour {
  const reddish = hue < 14 || hue >= 345;
  if (reddish && value > 0.78 && saturation < 0.6) return "pink";
  if (saturation < 0.42) return value > 0.9 && saturation < 0.2 ? "white" : "brown";
  if (reddish) return value < 0.7 && saturation < 0.85 && hue < 345 ? "brown" : "red";
  return value < 0.66 ? "brown" : "orange";
}

/** Hue in degrees, 0 (red) up to 360. */
function hueOf(r: number, g: number, b: number, high: number, range: number): number {
  if (high === r) return (60 * ((g - b) / range) + 360) % 360;
  if (high === g) return 60 * ((b - r) / range) + 120;
  return 60 * ((r - g) / range) + 240;
}
