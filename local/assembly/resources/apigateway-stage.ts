import * as z from "zod";
import { flag } from "../property.ts";
import { defineResource } from "../resource-type.ts";

export const apigatewayStage = defineResource({
  type: "AWS::ApiGateway::Stage",
  nameProperty: "StageName",
  properties: {
    RestApiId: z.string(),
    DeploymentId: z.string(),
    StageName: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
    Variables: z.record(z.string(), z.string()).default({}),
    CacheClusterEnabled: flag.refine((enabled) => !enabled, "there is no cache").optional(),
  },
  noLocalEffect: {
    AccessLogSetting: "there are no access logs",
    Description: "for people",
    MethodSettings: "there are no logs and metrics, and one person is not throttled",
    TracingEnabled: "there are no traces",
  },
  create: ({ properties }, { standIns }) => {
    const {
      RestApiId: apiId,
      DeploymentId: deploymentId,
      StageName: name,
      Variables: variables,
    } = properties;
    standIns.apiGateway.addStage({ apiId, deploymentId, name, variables });
  },
});
