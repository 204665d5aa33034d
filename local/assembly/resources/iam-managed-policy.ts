import * as z from "zod";
import { parsePolicy } from "../iam/statement.ts";
import { defineResource, type Identity } from "../resource-type.ts";

const arn = ({ name, place, property }: Identity) =>
  `arn:aws:iam::${place.account}:policy${String(property("Path") ?? "/")}${name}`;

export const iamManagedPolicy = defineResource({
  type: "AWS::IAM::ManagedPolicy",
  nameProperty: "ManagedPolicyName",
  nameRule: { limit: 128 },
  ref: arn,
  attributes: { PolicyArn: arn },
  properties: {
    ManagedPolicyName: z.string().optional(),
    Path: z.string().optional(),
    PolicyDocument: z.unknown(),
    Roles: z.array(z.string()).default([]),
  },
  noLocalEffect: { Description: "for people" },
  create: (policy, { access }) => {
    const { PolicyDocument, Roles } = policy.properties;
    const parse = () => parsePolicy(PolicyDocument, "role");
    access.addManaged({ arn: arn(policy), name: policy.logicalId, parse, roles: Roles });
  },
});
