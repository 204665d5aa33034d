import * as z from "zod";
import { AWS_MANAGED_POLICIES } from "../iam/aws-managed-policies.ts";
import type { AttachedPolicy } from "../iam/role.ts";
import { parsePolicy } from "../iam/statement.ts";
import { defineResource, type Identity } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

const arn = ({ name, place, property }: Identity) =>
  `arn:aws:iam::${place.account}:role${String(property("Path") ?? "/")}${name}`;

export const iamRole = defineResource({
  type: "AWS::IAM::Role",
  nameProperty: "RoleName",
  attributes: { Arn: arn },
  properties: {
    RoleName: z.string().optional(),
    Path: z.string().optional(),
    AssumeRolePolicyDocument: z.unknown(),
    Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]),
    ManagedPolicyArns: z.array(z.string()).default([]),
  },
  noLocalEffect: {
    Description: "for people",
    MaxSessionDuration: "sessions of services renew themselves",
  },
  create: (role, { access }) => {
    const { AssumeRolePolicyDocument, Policies, ManagedPolicyArns } = role.properties;
    const inline = Policies.map(({ PolicyName, PolicyDocument }) => ({
      name: PolicyName,
      statements: parsePolicy(PolicyDocument, "role"),
    }));
    access.addRole(
      {
        logicalId: role.logicalId,
        name: role.name,
        arn: arn(role),
        trust: parsePolicy(AssumeRolePolicyDocument, "trust"),
        policies: [...inline, ...ManagedPolicyArns.filter(isAwsManaged).map(awsManaged)],
      },
      ManagedPolicyArns.filter((one) => !isAwsManaged(one)),
    );
  },
});

const AWS_MANAGED = "arn:aws:iam::aws:policy/";

function isAwsManaged(policyArn: string): boolean {
  return policyArn.startsWith(AWS_MANAGED);
}

function awsManaged(policyArn: string): AttachedPolicy {
  const name = policyArn.slice(AWS_MANAGED.length);
  const actions = Object.hasOwn(AWS_MANAGED_POLICIES, name) ? AWS_MANAGED_POLICIES[name] : undefined;
  if (actions === undefined) throw new TemplateError(`the managed policy ${policyArn} is not known`);
  const document = { Statement: [{ Effect: "Allow", Action: [...actions], Resource: "*" }] };
  return { name, statements: parsePolicy(document, "role") };
}
