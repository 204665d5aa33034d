import * as z from "zod";
import type { Authorization } from "../../api-gateway/rest-api.ts";
import { invokedFunction } from "../function-uri.ts";
import { flag, integer, noLocalEffect } from "../property.ts";
import { defineResource } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

/** What the service takes when the template says nothing, and the most that it takes for each mode. */
const DEFAULT_TIMEOUT_MS = 29_000;
const MIN_TIMEOUT_MS = 50;
const MAX_TIMEOUT_MS = { BUFFERED: 29_000, STREAM: 900_000 };

const integration = z.strictObject({
  Type: z.literal("AWS_PROXY", "only functions in proxy mode are supported"),
  IntegrationHttpMethod: z.literal("POST"),
  Uri: z.string(),
  ResponseTransferMode: z.enum(["BUFFERED", "STREAM"]).default("BUFFERED"),
  TimeoutInMillis: integer.default(DEFAULT_TIMEOUT_MS),
  ConnectionType: z.literal("INTERNET").optional(),
  PassthroughBehavior: noLocalEffect("a proxy integration passes everything"),
});

export const apigatewayMethod = defineResource({
  type: "AWS::ApiGateway::Method",
  properties: {
    RestApiId: z.string(),
    ResourceId: z.string(),
    HttpMethod: z.enum(["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]),
    AuthorizationType: z.enum(["NONE", "AWS_IAM", "CUSTOM"]),
    AuthorizerId: z.string().optional(),
    ApiKeyRequired: flag.refine((required) => !required, "there are no usage plans").optional(),
    Integration: integration,
  },
  noLocalEffect: {
    MethodResponses: "a proxy integration answers with what the function gives",
    OperationName: "for people",
    RequestParameters: "only a request validator, which is not supported, looks at them",
  },
  create: ({ properties, place }, { functions, standIns }) => {
    const { RestApiId, ResourceId, HttpMethod, Integration } = properties;
    const { ResponseTransferMode: transferMode, TimeoutInMillis: timeoutMs, Uri } = Integration;
    const max = MAX_TIMEOUT_MS[transferMode];
    if (timeoutMs < MIN_TIMEOUT_MS || timeoutMs > max) {
      throw new TemplateError(`Timeout should be between ${MIN_TIMEOUT_MS} ms and ${max} ms`);
    }
    standIns.apiGateway.addMethod({
      apiId: RestApiId,
      resourceId: ResourceId,
      httpMethod: HttpMethod,
      authorization: authorizationOf(properties.AuthorizationType, properties.AuthorizerId),
      integration: {
        functionArn: invokedFunction(Uri, transferMode, place, functions),
        transferMode,
        timeoutMs,
      },
    });
  },
});

function authorizationOf(type: Authorization["type"], authorizerId: string | undefined): Authorization {
  if (type !== "CUSTOM") return { type };
  if (authorizerId === undefined) throw new TemplateError("AuthorizationType CUSTOM needs an AuthorizerId");
  return { type, authorizerId };
}
