import * as z from "zod";
import type { IdentitySource } from "../../api-gateway/rest-api.ts";
import { invokedFunction } from "../function-uri.ts";
import { integer } from "../property.ts";
import { defineResource, type Identity } from "../resource-type.ts";
import { shortId } from "../short-id.ts";
import { TemplateError } from "../template-error.ts";

const ID_LENGTH = 6;

const id = (authorizer: Identity) => shortId(authorizer, ID_LENGTH);

export const apigatewayAuthorizer = defineResource({
  type: "AWS::ApiGateway::Authorizer",
  ref: id,
  attributes: { AuthorizerId: id },
  properties: {
    RestApiId: z.string(),
    Name: z.string(),
    Type: z.literal("REQUEST"),
    AuthorizerUri: z.string(),
    AuthorizerCredentials: z.string().optional(),
    IdentitySource: z.string().default(""),
    /** The service keeps answers for 300 seconds when nothing is said. */
    AuthorizerResultTtlInSeconds: integer.refine(
      (seconds) => seconds === 0,
      "answers are not kept, only 0 is supported",
    ),
  },
  noLocalEffect: { AuthType: "for documents that are exported" },
  create: (authorizer, { access, functions, place, standIns }) => {
    const { RestApiId, AuthorizerUri, AuthorizerCredentials: role, IdentitySource } = authorizer.properties;
    const arn = `arn:aws:execute-api:${place.region}:${place.account}:${RestApiId}/authorizers/${id(authorizer)}`;
    standIns.apiGateway.addAuthorizer({
      apiId: RestApiId,
      id: id(authorizer),
      functionArn: invokedFunction(AuthorizerUri, "BUFFERED", place, functions),
      identitySources: sourcesOf(IdentitySource),
      caller:
        role === undefined
          ? undefined
          : access.assume(role, "apigateway.amazonaws.com", authorizer.name, arn),
    });
  },
});

/** Several sources are separated by commas. */
function sourcesOf(text: string): IdentitySource[] {
  return text
    .split(",")
    .filter(Boolean)
    .map((source) => {
      const [, where, name = ""] = /^method\.request\.(header|querystring)\.(\S+)$/.exec(source.trim()) ?? [];
      if (where === "header") return { in: where, name: name.toLowerCase() };
      if (where === "querystring") return { in: where, name };
      throw new TemplateError(`the identity source "${source}" is not supported`);
    });
}
