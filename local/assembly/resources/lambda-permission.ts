import * as z from "zod";
import { parsePolicy } from "../iam/statement.ts";
import { defineResource } from "../resource-type.ts";

export const lambdaPermission = defineResource({
  type: "AWS::Lambda::Permission",
  properties: {
    Action: z.string(),
    FunctionName: z.string(),
    Principal: z.string(),
    SourceArn: z.string().optional(),
    SourceAccount: z.string().optional(),
  },
  create: ({ logicalId, properties, place }, { access }) => {
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = properties;
    const name = FunctionName.slice(FunctionName.lastIndexOf(":") + 1);
    const arn = `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;
    const statement = {
      Sid: logicalId,
      Effect: "Allow",
      Action,
      Resource: arn,
      Principal: Principal.endsWith(".amazonaws.com") ? { Service: Principal } : { AWS: Principal },
      Condition: {
        ...(SourceArn === undefined ? {} : { ArnLike: { "aws:SourceArn": SourceArn } }),
        ...(SourceAccount === undefined ? {} : { StringEquals: { "aws:SourceAccount": SourceAccount } }),
      },
    };
    access.protect(arn, parsePolicy({ Statement: [statement] }, "resource"));
  },
});
