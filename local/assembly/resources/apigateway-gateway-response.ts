import * as z from "zod";
import { RESPONSE_TYPES } from "../../api-gateway/response-types.ts";
import { isHeaderValue, unknownVariable } from "../../api-gateway/template-text.ts";
import { defineResource, type Identity } from "../resource-type.ts";
import { shortId } from "../short-id.ts";
import { TemplateError } from "../template-error.ts";

const ID_LENGTH = 6;
const HEADER = "gatewayresponse.header.";

const id = (response: Identity) => shortId(response, ID_LENGTH);

export const apigatewayGatewayResponse = defineResource({
  type: "AWS::ApiGateway::GatewayResponse",
  ref: id,
  attributes: { Id: id },
  properties: {
    RestApiId: z.string(),
    ResponseType: z.enum(RESPONSE_TYPES),
    StatusCode: z
      .union([
        z
          .string()
          .regex(/^[1-5]\d\d$/)
          .transform(Number),
        z.int(),
      ])
      .optional(),
    ResponseParameters: z.record(z.string(), z.string()).default({}),
    ResponseTemplates: z.record(z.string(), z.string()).default({}),
  },
  create: ({ properties }, { standIns }) => {
    const { RestApiId, ResponseType, StatusCode, ResponseParameters, ResponseTemplates } = properties;
    standIns.apiGateway.addResponse(RestApiId, ResponseType, {
      status: StatusCode,
      headers: headersOf(ResponseParameters),
      template: templateOf(ResponseTemplates),
    });
  },
});

function headersOf(parameters: Readonly<Record<string, string>>): Record<string, string> {
  const headers = Object.entries(parameters).map(([key, value]) => {
    if (!key.startsWith(HEADER)) throw new TemplateError(`the response parameter ${key} is not supported`);
    if (!isHeaderValue(value)) throw new TemplateError(`the value ${value} of ${key} is not supported`);
    return [key.slice(HEADER.length), value];
  });
  return Object.fromEntries(headers);
}

/** With more than one template the service would choose by what the request accepts. */
function templateOf(templates: Readonly<Record<string, string>>) {
  const [first, second] = Object.entries(templates);
  if (second !== undefined) throw new TemplateError("only one response template is supported");
  if (first === undefined) return undefined;
  const [contentType, text] = first;
  const unknown = unknownVariable(text);
  if (unknown !== undefined) throw new TemplateError(`the variable $context.${unknown} is not supported`);
  return { contentType, text };
}
