import type { Readable } from "node:stream";

/**
 * What every stand-in is made of. A request reaches a stand-in as a `Call` whatever carried it (HTTP/1.1 or
 * HTTP/2), and is sent by a `Caller` whose rights come from the template.
 */
export interface Call {
  readonly method: string;
  /** Request target up to the `?`, still percent-encoded: `new URL()` would resolve `..` inside an object key. */
  readonly path: string;
  /** What follows the `?`, still percent-encoded; empty when there is none. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  readonly requestId: string;
  readonly caller: Caller;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Values of `Set-Cookie`, the one header whose values cannot be joined in one line. */
  readonly cookies?: readonly string[];
  readonly body?: string | Uint8Array | Readable;
}

/** Who makes a call: a role of the template, or the person at the keyboard (who may do anything). */
export interface Caller {
  readonly name: string;
  /**
   * Throws `AccessDenied` unless a policy allows `action` (such as `s3:GetObject`) on `resource` (an ARN, or `*`).
   * @param context condition keys of this request, such as `bedrock:InferenceProfileArn`
   */
  authorize(action: string, resource: string, context?: Readonly<Record<string, string>>): void;
}

/** A stand-in that speaks HTTP itself. */
export interface StandIn {
  handle(call: Call): Promise<Reply>;
}

/** A stand-in whose operations take and give JSON; the other stand-ins call it directly, clients by HTTP. */
export interface JsonService {
  execute(operation: string, input: unknown, caller: Caller): Promise<unknown>;
}

/** An error of the service itself, under the name that the real service uses. */
export class ServiceError extends Error {
  override readonly name: string;
  readonly status: number;
  /** Further fields of the error body, such as `CancellationReasons`. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, status = 400, fields: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.fields = fields;
  }
}

/** No statement of the caller's role allows the action. Each protocol gives it the service's own name. */
export class AccessDenied extends Error {
  override readonly name = "AccessDenied";
  readonly action: string;
  readonly resource: string;

  constructor(caller: string, action: string, resource: string) {
    super(`${caller} is not authorized to perform: ${action} on resource: ${resource}`);
    this.action = action;
    this.resource = resource;
  }
}

/** An event on the bus, in EventBridge's envelope. */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO time to the second, with `Z`. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** What one function invocation gave. `payload` is JSON text. */
export interface Invocation {
  readonly payload: string;
  /** Set when the handler failed; the payload then is `{ errorType, errorMessage, trace }`. */
  readonly functionError?: "Unhandled";
}

/** Runs functions. Rejects with a `ServiceError` when the function does not exist or is throttled. */
export interface FunctionHost {
  invoke(functionNameOrArn: string, payload: string): Promise<Invocation>;
}

/** The account and region that all stand-ins pretend to be. */
export interface Place {
  readonly account: string;
  readonly region: string;
}
