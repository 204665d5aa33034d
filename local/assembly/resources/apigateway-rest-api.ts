import * as z from "zod";
import { flag } from "../property.ts";
import { defineResource, type Identity } from "../resource-type.ts";
import { shortId } from "../short-id.ts";

/** Length of the ids that the service gives to APIs, and to what belongs to them. */
const API_ID_LENGTH = 10;

const id = (api: Identity) => shortId(api, API_ID_LENGTH);
const rootResourceId = (api: Identity) => shortId(api, API_ID_LENGTH, "root");

export const apigatewayRestApi = defineResource({
  type: "AWS::ApiGateway::RestApi",
  ref: id,
  attributes: { RestApiId: id, RootResourceId: rootResourceId },
  properties: {
    Name: z.string(),
    BinaryMediaTypes: z.array(z.string().regex(/^[^/]+\/[^/]+$/)).default([]),
    EndpointConfiguration: z
      .strictObject({
        Types: z.array(z.enum(["REGIONAL", "EDGE"])),
        IpAddressType: z.enum(["ipv4", "dualstack"]).optional(),
      })
      .optional(),
    DisableExecuteApiEndpoint: flag.default(false),
    ApiKeySourceType: z.literal("HEADER").optional(),
  },
  noLocalEffect: {
    Description: "for people",
    EndpointAccessMode: "there is no TLS",
    FailOnWarnings: "there is no document to import",
    SecurityPolicy: "there is no TLS",
  },
  create: (api, { standIns }) =>
    standIns.apiGateway.addApi({
      id: id(api),
      rootResourceId: rootResourceId(api),
      binaryMediaTypes: api.properties.BinaryMediaTypes,
      reachable: !api.properties.DisableExecuteApiEndpoint,
    }),
});
