import { buffer } from "node:stream/consumers";
import type { Answer, Request } from "./port.ts";
import type { Caller, Reply, StandIn } from "./service.ts";

/** Signing names of the services behind the port. */
export type ServiceName =
  | "dynamodb"
  | "states"
  | "sqs"
  | "events"
  | "lambda"
  | "bedrock"
  | "s3vectors"
  | "execute-api"
  | "s3";

export interface RouterOptions {
  readonly services: Readonly<Record<ServiceName, StandIn>>;
  /** The caller behind an access key (undefined: the request has none), or undefined for a key to refuse. */
  callerOf(accessKeyId: string | undefined): Caller | undefined;
  /** Whether an unsigned request is for a REST API of the template. */
  isApi(request: Pick<Request, "method" | "path">): boolean;
  /** Plain text for a person who opens the endpoint in a browser. */
  welcome(): string;
}

/** Prefixes of `X-Amz-Target` and the services that they belong to. */
const TARGETS: Readonly<Record<string, ServiceName>> = {
  DynamoDB_20120810: "dynamodb",
  AWSStepFunctions: "states",
  AmazonSQS: "sqs",
  AWSEvents: "events",
};

const TARGET_SERVICES: ReadonlySet<string> = new Set(Object.values(TARGETS));

/** Paths that are no object of any bucket, for clients that do not sign. */
const PATHS: readonly (readonly [RegExp, ServiceName])[] = [
  [/^\/(2015-03-31|2021-11-15)\/functions(\/|$)/, "lambda"],
  [
    /^\/(model\/[^/]+\/(invoke|invoke-with-response-stream|converse|converse-stream)|async-invoke(\/.*)?)$/,
    "bedrock",
  ],
  [
    /^\/(Create|Delete|Get|List|Put|Query)(Vectors?|VectorBuckets?|VectorBucketPolicy|Index|Indexes)$/,
    "s3vectors",
  ],
];

/** Sends each request to the stand-in that it is meant for. */
export function createRouter({ services, callerOf, isApi, welcome }: RouterOptions): Answer {
  return async (request) => {
    const stranger = foreignSite(request.headers);
    if (stranger !== undefined)
      return failure(request, 403, "AccessDenied", `Requests of ${stranger} are refused.`);
    const { accessKeyId, scope } = credential(request);
    const unsigned = accessKeyId === undefined && isApi(request) ? "execute-api" : undefined;
    if (unsigned === undefined && isVisit(request, accessKeyId)) return plainText(welcome());
    const name = serviceOf(request, scope, unsigned);
    const caller = callerOf(accessKeyId);
    if (caller === undefined) return refusedKey(request, name);
    const standIn = Object.hasOwn(services, name) ? services[name as ServiceName] : undefined;
    if (standIn === undefined)
      return notImplemented(request, `There is no stand-in for the service ${name}.`);
    if (TARGET_SERVICES.has(name) && request.headers["x-amz-target"] === undefined) {
      return notImplemented(request, `${name} is spoken to in its JSON protocol only (header X-Amz-Target).`);
    }
    return standIn.handle({ ...request, caller });
  };
}

/**
 * Name of the service that a request is for: by its target, else by the scope of its signature, else by its path.
 * @param otherwise whom a request is for that shows none of these
 */
export function serviceOf(
  request: Pick<Request, "method" | "path" | "headers">,
  scope?: string,
  otherwise = "s3",
): string {
  const [target] = request.headers["x-amz-target"]?.split(".") ?? [];
  if (target !== undefined) return Object.hasOwn(TARGETS, target) ? (TARGETS[target] ?? target) : target;
  return scope ?? PATHS.find(([path]) => path.test(request.path))?.[1] ?? otherwise;
}

/** Access key and service in the credential `<key>/<date>/<region>/<service>/aws4_request`, of header or query. */
export function credential(request: Pick<Request, "query" | "headers">): {
  accessKeyId?: string;
  scope?: string;
} {
  const [, signed] = /\bCredential=([^,\s]+)/.exec(request.headers["authorization"] ?? "") ?? [];
  const text = signed ?? new URLSearchParams(request.query).get("X-Amz-Credential");
  if (text === null) return {};
  const parts = text.split("/");
  const [accessKeyId] = parts;
  // Counted from the end: SigV4A leaves the region out.
  const scope = parts.at(-2);
  return {
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(scope === undefined || parts.length < 4 ? {} : { scope }),
  };
}

const LOOPBACK = /^(127\.0\.0\.1|localhost|.*\.localhost|\[::1\])$/;

/**
 * The site behind a request that a web page elsewhere made in the developer's browser: without this check any page
 * could use the port, by a request across sites (header `Origin`) or under a name of its own (header `Host`).
 */
function foreignSite({ origin, host }: Request["headers"]): string | undefined {
  const nameOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : "");
  if (origin !== undefined && !LOOPBACK.test(nameOf(origin))) return origin;
  return host !== undefined && !LOOPBACK.test(nameOf(`http://${host}`)) ? host : undefined;
}

/** A person with a browser or curl; a signed `GET /` is ListBuckets. */
function isVisit({ method, path, query }: Request, accessKeyId: string | undefined): boolean {
  return method === "GET" && path === "/" && query === "" && accessKeyId === undefined;
}

function plainText(body: string): Reply {
  return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}

async function refusedKey(request: Request, service: string): Promise<Reply> {
  const message =
    "The access key is not one of this local host. Use dummy credentials, such as AWS_ACCESS_KEY_ID=local.";
  if (service === "execute-api") {
    await buffer(request.body);
    return {
      status: 403,
      headers: { "content-type": "application/json", "x-amzn-errortype": "UnrecognizedClientException" },
      body: JSON.stringify({ message }),
    };
  }
  return service === "s3"
    ? failure(request, 403, "InvalidAccessKeyId", message)
    : failure(request, 403, "UnrecognizedClientException", message);
}

function notImplemented(request: Request, message: string): Promise<Reply> {
  return failure(request, 501, "NotImplemented", message);
}

async function failure(request: Request, status: number, code: string, message: string): Promise<Reply> {
  // Older services speak forms and XML, S3 has neither target nor JSON; all others read JSON.
  const contentType = request.headers["content-type"] ?? "";
  await buffer(request.body);
  if (request.headers["x-amz-target"] !== undefined || /json/.test(contentType)) {
    return {
      status,
      headers: { "content-type": "application/json", "x-amzn-errortype": code },
      body: JSON.stringify({ __type: code, message }),
    };
  }
  const error = `<Code>${code}</Code><Message>${message}</Message><RequestId>${request.requestId}</RequestId>`;
  const form = contentType.startsWith("application/x-www-form-urlencoded");
  return {
    status,
    headers: { "content-type": "application/xml", "x-amzn-errortype": code },
    body: form
      ? `<ErrorResponse><Error>${error}</Error></ErrorResponse>`
      : `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${error}</Error>`,
  };
}
