import * as z from "zod";
import type { IndexId } from "../../keys.ts";
import type { ApiKeyItem } from "../library-items.ts";
import { type Caller, Scope } from "./caller.ts";
import type { ApiErrorBody } from "./error.ts";

/** What API Gateway asks an authorizer of type REQUEST. Names of headers come as the client wrote them. */
export const AuthorizerRequest = z.object({
  type: z.literal("REQUEST"),
  /** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>` */
  methodArn: z.string(),
  headers: z.record(z.string(), z.string()).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(z.string())).nullish(),
});
export type AuthorizerRequest = z.infer<typeof AuthorizerRequest>;

/** What an authorizer answers; `context` reaches the function and the gateway's own responses. */
export interface AuthorizerAnswer {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: "2012-10-17";
    readonly Statement: readonly [
      {
        readonly Effect: "Allow" | "Deny";
        readonly Action: "execute-api:Invoke";
        readonly Resource: string;
      },
    ];
  };
  readonly context: CallerContext | ApiErrorBody;
}

/** A caller on its way from the authorizer to the function: API Gateway hands on texts, no lists. */
export interface CallerContext {
  readonly name: string;
  /** Joined by commas. */
  readonly scopes: string;
  /** Joined by commas, or `*`. */
  readonly indexIds: string;
}

/** Said outright, so that a restriction that got lost on the way is a fault and never a key to everything. */
const EVERY_INDEX = "*";

export const callerContext = ({
  name,
  scopes,
  indexIds,
}: Pick<ApiKeyItem, "name" | "scopes" | "indexIds">): CallerContext => ({
  name,
  scopes: scopes.join(","),
  indexIds: indexIds?.join(",") ?? EVERY_INDEX,
});

const parts = (text: string) => text.split(",").filter((part) => part !== "");

/** The way back. API Gateway adds fields of its own to the context. */
export const CallerFromContext = z
  .object({
    name: z.string(),
    scopes: z.string().transform(parts).pipe(z.array(Scope).min(1)),
    indexIds: z.string(),
  })
  .transform(
    ({ name, scopes, indexIds }): Caller => ({
      name,
      scopes,
      ...(indexIds === EVERY_INDEX ? {} : { indexIds: parts(indexIds) as IndexId[] }),
    }),
  );
