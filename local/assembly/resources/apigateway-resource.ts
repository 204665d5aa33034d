import * as z from "zod";
import { defineResource, type Identity } from "../resource-type.ts";
import { shortId } from "../short-id.ts";

const ID_LENGTH = 6;

const id = (resource: Identity) => shortId(resource, ID_LENGTH);

export const apigatewayResource = defineResource({
  type: "AWS::ApiGateway::Resource",
  ref: id,
  attributes: { ResourceId: id },
  properties: {
    RestApiId: z.string(),
    ParentId: z.string(),
    PathPart: z.string().regex(/^([a-zA-Z0-9._:-]+|\{[a-zA-Z0-9._-]+\+?\})$/),
  },
  create: (resource, { standIns }) => {
    const { RestApiId: apiId, ParentId: parentId, PathPart: pathPart } = resource.properties;
    standIns.apiGateway.addResource({ apiId, id: id(resource), parentId, pathPart });
  },
});
