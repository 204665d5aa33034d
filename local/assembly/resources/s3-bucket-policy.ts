import * as z from "zod";
import { parsePolicy } from "../iam/statement.ts";
import { defineResource } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

export const s3BucketPolicy = defineResource({
  type: "AWS::S3::BucketPolicy",
  properties: { Bucket: z.string(), PolicyDocument: z.unknown() },
  create: ({ properties }, { access }) => {
    const owner = `arn:aws:s3:::${properties.Bucket}`;
    const statements = parsePolicy(properties.PolicyDocument, "resource");
    const strays = statements.flatMap(({ resources }) => resources.map(({ text }) => text));
    const stray = strays.find((text) => text !== owner && !text.startsWith(`${owner}/`));
    if (stray !== undefined) throw new TemplateError(`Policy has invalid resource: ${stray}`);
    access.protect(owner, statements);
  },
});
