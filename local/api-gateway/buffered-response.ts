import * as z from "zod";
import type { Reply } from "../service.ts";
import { headerFields, responseHeaders, statusCode } from "./response-headers.ts";
import { Refusal } from "./response-types.ts";

const schema = z.strictObject({
  statusCode,
  ...headerFields,
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/**
 * The answer that a function gave as one JSON object.
 * @param decodes whether a body in base64 is to be sent as bytes
 * @throws Refusal 502 when it is none
 */
export function bufferedResponse(payload: string, decodes: boolean): Reply {
  const parsed = schema.safeParse(JSON.parse(payload));
  if (!parsed.success) throw badGateway();
  const { statusCode: status, body, isBase64Encoded, ...headers } = parsed.data;
  const content = isBase64Encoded && decodes ? Buffer.from(body ?? "", "base64") : (body ?? "");
  return { status, ...responseHeaders(headers), body: content };
}

/** What a client sees of a function that failed, or gave no answer that can be sent. */
export function badGateway(): Refusal {
  return new Refusal("DEFAULT_5XX", { status: 502 });
}
