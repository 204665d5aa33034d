import * as z from "zod";

const lists = z.record(z.string(), z.array(z.string())).nullish();

/**
 * What API Gateway hands to a function behind a proxy integration (payload format 1.0), as far as it is used. Query
 * parameters come decoded, the path does not.
 */
export const ProxyEvent = z.object({
  /** Those that a method ANY stands for. */
  httpMethod: z.enum(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]),
  /** Without the stage. */
  path: z.string(),
  multiValueHeaders: lists,
  multiValueQueryStringParameters: lists,
  body: z.string().nullish(),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({
    requestId: z.string(),
    /** What the authorizer said; absent where AWS itself checks the caller. */
    authorizer: z.record(z.string(), z.unknown()).nullish(),
    identity: z.object({ userArn: z.string().nullish() }),
  }),
});
export type ProxyEvent = z.infer<typeof ProxyEvent>;

/** What stands before the body of a streamed answer. */
export interface ResponseHead {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}
