import * as z from "zod";
import { parsePolicy } from "../iam/statement.ts";
import { defineResource } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

export const iamPolicy = defineResource({
  type: "AWS::IAM::Policy",
  properties: {
    PolicyName: z.string(),
    PolicyDocument: z.unknown(),
    Roles: z.array(z.string()).default([]),
  },
  create: ({ logicalId, properties }, { access }) => {
    if (properties.Roles.length === 0) throw new TemplateError("the policy is attached to no role");
    for (const role of properties.Roles) {
      access.attach(role, { name: logicalId, statements: parsePolicy(properties.PolicyDocument, "role") });
    }
  },
});
