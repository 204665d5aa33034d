import { scanObject } from "./answer-json.ts";

/** The JSON object in a model's message. */
export type Document =
  /** `exact`: nothing stood around it. */
  | { readonly kind: "whole"; readonly value: unknown; readonly exact: boolean }
  | { readonly kind: "cut"; readonly value: unknown; readonly exact: boolean }
  | { readonly kind: "none" };

/**
 * Finds the object in a message: the message itself, or the first balanced object in it that is JSON (models wrap
 * their answers in prose and code fences), or the readable part of one that the message ends in.
 */
export function findDocument(message: string): Document {
  const strict = parseJson(message);
  if (isObject(strict)) return { kind: "whole", value: strict, exact: true };
  let from = message.indexOf("{");
  while (from >= 0) {
    const scanned = scanObject(message, from);
    if (scanned.kind === "broken") return { kind: "none" };
    if (scanned.kind === "cut") return cutDocument(scanned.closed, message.slice(0, from).trim() === "");
    const value = parseJson(message.slice(from, scanned.end));
    if (isObject(value)) return { kind: "whole", value, exact: false };
    from = message.indexOf("{", scanned.end);
  }
  return { kind: "none" };
}

function cutDocument(closed: string, exact: boolean): Document {
  const value = parseJson(closed);
  return isObject(value) ? { kind: "cut", value, exact } : { kind: "none" };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
