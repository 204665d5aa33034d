import * as z from "zod";
import { defineResource, type Identity } from "../resource-type.ts";
import { shortId } from "../short-id.ts";

const ID_LENGTH = 6;

const id = (deployment: Identity) => shortId(deployment, ID_LENGTH);

/** The resources of the template are the only ones there are, so a snapshot of them makes no difference. */
export const apigatewayDeployment = defineResource({
  type: "AWS::ApiGateway::Deployment",
  ref: id,
  attributes: { DeploymentId: id },
  properties: { RestApiId: z.string() },
  noLocalEffect: { Description: "for people" },
});
