import type { Caller } from "../service.ts";
import type { GatewayResponse, ResponseType } from "./response-types.ts";

/** A REST API as the template describes it. */
export interface RestApi {
  readonly id: string;
  readonly rootResourceId: string;
  /** Bodies of these types reach functions in base64; `*` stands for any type or subtype. */
  readonly binaryMediaTypes: readonly string[];
  /** False when the template switches the default endpoint off: it then answers nobody. */
  readonly reachable: boolean;
}

export interface Resource {
  readonly apiId: string;
  readonly id: string;
  readonly parentId: string;
  /** One segment of the path: literal, `{name}` or `{name+}`. */
  readonly pathPart: string;
}

export interface Method {
  readonly apiId: string;
  readonly resourceId: string;
  /** A verb, or `ANY`. */
  readonly httpMethod: string;
  readonly authorization: Authorization;
  readonly integration: Integration;
}

export type Authorization =
  | { readonly type: "NONE" }
  | { readonly type: "AWS_IAM" }
  | { readonly type: "CUSTOM"; readonly authorizerId: string };

/** A function as the back end of a method (type AWS_PROXY). */
export interface Integration {
  readonly functionArn: string;
  readonly transferMode: "BUFFERED" | "STREAM";
  readonly timeoutMs: number;
}

/** A function that decides about requests (type REQUEST). */
export interface Authorizer {
  readonly apiId: string;
  readonly id: string;
  readonly functionArn: string;
  /** What every request must carry. */
  readonly identitySources: readonly IdentitySource[];
  /** Calls the function with a role of the template; undefined: by the function's own permission. */
  readonly caller: Caller | undefined;
}

export interface IdentitySource {
  readonly in: "header" | "querystring";
  /** In lower case for headers. */
  readonly name: string;
}

export interface Stage {
  readonly apiId: string;
  readonly deploymentId: string;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** One API with all that belongs to it. */
export interface Deployed {
  readonly api: RestApi;
  readonly resources: readonly Resource[];
  readonly methods: readonly Method[];
  readonly authorizers: ReadonlyMap<string, Authorizer>;
  readonly responses: ReadonlyMap<ResponseType, GatewayResponse>;
  readonly stage: Stage;
}
