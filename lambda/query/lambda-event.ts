import { CallerFromContext } from "../contracts/api/authorizer.ts";
import type { Caller } from "../contracts/api/caller.ts";
import type { ProxyEvent } from "../contracts/api/lambda-proxy.ts";

/** Requests come without a host of their own: nothing that the API answers depends on what a client calls it. */
const ORIGIN = "https://api";

/** Methods whose requests have no body, whatever a client sends along. */
const WITHOUT_BODY: readonly string[] = ["GET", "HEAD"];

/** The request behind an event of API Gateway, with nothing left out but the words that belong to one connection. */
export function requestOf(event: ProxyEvent): Request {
  const { httpMethod, body, isBase64Encoded } = event;
  const hasBody = body != null && !WITHOUT_BODY.includes(httpMethod);
  return new Request(`${ORIGIN}${pathOf(event)}${queryOf(event)}`, {
    method: httpMethod,
    headers: headersOf(event),
    ...(hasBody ? { body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8") } : {}),
  });
}

/**
 * Who makes the request: what the authorizer found out; or, where AWS checks signatures instead of keys, a principal
 * that a policy of the account lets in, and that then may do everything.
 *
 * @throws when the gate in front of the function says neither, which is a fault of the deployment
 */
export function callerOf({ requestContext }: ProxyEvent): Caller {
  const { authorizer, identity } = requestContext;
  if (authorizer != null) return CallerFromContext.parse(authorizer);
  if (!identity.userArn) throw new Error("Nobody has checked who makes this request.");
  return { name: identity.userArn, scopes: ["read", "write"] };
}

/** A segment that URL parsers take for "here" or "one up", however its dots are encoded. */
const DOTS = /^(?:\.|%2e){1,2}$/i;

/**
 * As the client encoded it; what would begin a query or a fragment can only be part of the path here. Dots that would
 * lead up stay an id that names nothing: `DELETE /indexes/<id>/videos/..` is about no index.
 */
function pathOf({ path }: ProxyEvent): string {
  const encoded = path.replace(/[\\?#\t\n\r]/g, encodeURIComponent);
  const inert = encoded.split("/").map((segment) => (DOTS.test(segment) ? withoutMeaning(segment) : segment));
  return inert[0] === "" ? inert.join("/") : `/${inert.join("/")}`;
}

const withoutMeaning = (dots: string) => dots.replaceAll("%", "%25").replaceAll(".", "%252E");

function queryOf({ multiValueQueryStringParameters }: ProxyEvent): string {
  const query = new URLSearchParams(pairs(multiValueQueryStringParameters)).toString();
  return query === "" ? "" : `?${query}`;
}

function headersOf({ multiValueHeaders }: ProxyEvent): Headers {
  const headers = new Headers();
  for (const [name, value] of pairs(multiValueHeaders)) {
    try {
      headers.append(name, value);
    } catch {
      // Characters that no header may have: the routes read none that could have come in this way.
    }
  }
  return headers;
}

const pairs = (lists: Readonly<Record<string, readonly string[]>> | null | undefined) =>
  Object.entries(lists ?? {}).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
