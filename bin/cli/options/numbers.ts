import { InvalidArgumentError } from "commander";

/** A number of an option, within bounds. */
export function numberIn(min: number, max: number, { whole = false }: { whole?: boolean } = {}) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= min && value <= max) || (whole && !Number.isInteger(value)))
      throw new InvalidArgumentError(`It is a ${whole ? "whole " : ""}number from ${min} to ${max}.`);
    return value;
  };
}

const CLOCK = /^(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d+)?)$/;

/** Seconds of `83`, `83.5`, `1:23` or `1:02:03`; undefined for anything else. */
export function secondsOf(text: string): number | undefined {
  const [whole, h = "0", m = "0", s = ""] = CLOCK.exec(text) ?? [];
  if (whole === undefined || (whole.includes(":") && Number(s) >= 60)) return undefined;
  return Number(h) * 3600 + Number(m) * 60 + Number(s);
}

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = { h: DAY_MS / 24, d: DAY_MS, w: 7 * DAY_MS };

/** Milliseconds of `12h`, `90d` or `4w`. */
export function duration(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? 0);
  if (ms <= 0) throw new InvalidArgumentError("It is a time such as 12h, 90d or 4w.");
  return ms;
}
