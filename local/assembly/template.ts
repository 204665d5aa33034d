import * as z from "zod";
import { TemplateError } from "./template-error.ts";

const resource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  // What follows orders or guards a deployment; the local host creates by type and never replaces or deletes.
  DependsOn: z.unknown().optional(),
  DeletionPolicy: z.unknown().optional(),
  UpdateReplacePolicy: z.unknown().optional(),
  Metadata: z.unknown().optional(),
});

const parameter = z.looseObject({ Type: z.string(), Default: z.unknown().optional() });

const output = z.looseObject({ Value: z.unknown(), Condition: z.string().optional() });

const template = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  /** Assertions on parameters before a deployment, such as CDK's check of the bootstrap version. */
  Rules: z.unknown().optional(),
  Parameters: z.record(z.string(), parameter).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), output).default({}),
});

/** A CloudFormation template whose outer form is known; the properties are still full of intrinsics. */
export type Template = z.infer<typeof template>;
export type TemplateResource = Template["Resources"][string];

/** @throws `TemplateError` when a section or resource attribute is unknown (such as `Transform`) */
export function parseTemplate(json: unknown): Template {
  const parsed = template.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new TemplateError(
    parsed.error.issues.map((issue) => `${issue.path.join(".") || "template"}: ${issue.message}`).join("; "),
  );
}
