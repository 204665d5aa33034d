import * as z from "zod";
import type { Reply } from "../service.ts";

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Fields of an answer of a function that hold its headers. */
export const headerFields = {
  headers: z.record(z.string(), value).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(value)).nullish(),
};

/** Status as a function may give it: the service takes text, too. */
export const statusCode = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{3}$/)
      .transform(Number),
  ])
  .refine((status) => status >= 100 && status <= 599);

interface Given {
  readonly headers?: Readonly<Record<string, string>> | null | undefined;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>> | null | undefined;
  readonly cookies?: readonly string[] | undefined;
}

/** Headers that belong to the connection, or that the gateway sets itself. */
const REMAPPED = new Set([
  "connection",
  "content-length",
  "content-md5",
  "date",
  "host",
  "keep-alive",
  "server",
  "trailer",
  "upgrade",
  "www-authenticate",
]);

/**
 * The headers of the answer. A name with several values has those, whatever stands beside it as a single one; what the
 * gateway keeps to itself goes out as `x-amzn-remapped-…`.
 */
export function responseHeaders(given: Given): Pick<Reply, "headers" | "cookies"> {
  const values = new Map<string, readonly string[]>();
  for (const [name, one] of Object.entries(given.headers ?? {})) values.set(name.toLowerCase(), [one]);
  for (const [name, all] of Object.entries(given.multiValueHeaders ?? {}))
    values.set(name.toLowerCase(), all);
  const cookies = [...(values.get("set-cookie") ?? []), ...(given.cookies ?? [])];
  values.delete("set-cookie");
  values.delete("transfer-encoding");
  const headers = [...values].map(([name, all]) => {
    return [REMAPPED.has(name) ? `x-amzn-remapped-${name}` : name, all.join(", ")] as const;
  });
  return {
    headers: { "content-type": "application/json", ...Object.fromEntries(headers) },
    ...(cookies.length === 0 ? {} : { cookies }),
  };
}
