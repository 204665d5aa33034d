import * as z from "zod";
import type { Operation } from "../context.ts";
import { invalidPattern, validationError } from "../errors.ts";
import { parseInput } from "../input.ts";
import { compilePattern } from "../pattern.ts";

const input = z.strictObject({ EventPattern: z.string(), Event: z.string() });

/** Fields that an event must have; the detail may be missing. */
const event = z.looseObject({
  id: z.string(),
  account: z.string(),
  source: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  "detail-type": z.string(),
});

export const testEventPattern: Operation = async (_events, request, caller) => {
  const { EventPattern, Event } = parseInput(input, request);
  caller.authorize("events:TestEventPattern", "*");
  const matches = compilePattern(parseJson(EventPattern) ?? invalid());
  const parsed = event.safeParse(parseJson(Event));
  if (!parsed.success) throw validationError("Parameter Event is not valid.");
  return { Result: matches(parsed.data) };
};

function invalid(): never {
  throw invalidPattern("Event pattern must be JSON");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
