import { invalidRequest } from "./errors.ts";

/** A token that stands for a place in a listing. */
export function encodeToken(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** The place that a token stands for. @throws ServiceError `ValidationException` for what is no token of ours */
export function decodeToken(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    throw invalidToken();
  }
}

/** The key after which a listing goes on. */
export function decodeKeyToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const key = decodeToken(token);
  if (typeof key !== "string") throw invalidToken();
  return key;
}

export const invalidToken = () => invalidRequest("Invalid next token");
