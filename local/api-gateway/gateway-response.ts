import type { Reply } from "../service.ts";
import { type GatewayResponse, type Refusal, type ResponseType, STANDARD } from "./response-types.ts";
import { fillIn, fillInHeader, type Variables } from "./template-text.ts";

/**
 * The answer of the gateway itself. A type that the template does not set takes what it sets for DEFAULT_4XX or
 * DEFAULT_5XX; what is not set there either is AWS's own.
 * @param context the values of `$context.…` other than those of the error
 */
export function gatewayResponse(
  refusal: Refusal,
  responses: ReadonlyMap<ResponseType, GatewayResponse>,
  context: Variables,
): Reply {
  const fallback = refusal.status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  const set = responses.get(refusal.type) ?? responses.get(fallback);
  const variables: Variables = {
    ...context,
    "error.message": refusal.shown,
    "error.messageString": JSON.stringify(refusal.shown),
    "error.responseType": refusal.type,
  };
  const { contentType, text } = set?.template ?? standardTemplate(refusal.type);
  const headers = Object.entries(set?.headers ?? {}).map(([name, value]) => {
    return [name.toLowerCase(), fillInHeader(value, variables)] as const;
  });
  return {
    status: set?.status ?? refusal.status,
    headers: {
      "content-type": contentType,
      "x-amzn-errortype": STANDARD[refusal.type].errorType,
      ...Object.fromEntries(headers),
    },
    body: fillIn(text, variables),
  };
}

/** The name of the field is written large for ACCESS_DENIED alone. */
function standardTemplate(type: ResponseType) {
  const field = type === "ACCESS_DENIED" ? "Message" : "message";
  return { contentType: "application/json", text: `{"${field}":$context.error.messageString}` };
}
