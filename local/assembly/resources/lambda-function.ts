import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { integer, noLocalEffect } from "../property.ts";
import { defineResource, type Identity } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

const arn = ({ name, place }: Identity) => `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;

/** What the service takes when the template says nothing. */
const DEFAULT_MEMORY_MB = 128;
const DEFAULT_TIMEOUT_SEC = 3;

const variable = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const lambdaFunction = defineResource({
  type: "AWS::Lambda::Function",
  nameProperty: "FunctionName",
  attributes: { Arn: arn },
  properties: {
    FunctionName: z.string().optional(),
    Code: z.strictObject({
      S3Bucket: noLocalEffect("the asset is read from the cloud assembly"),
      S3Key: z.string(),
      SourceKMSKeyArn: noLocalEffect("the asset is not encrypted"),
    }),
    PackageType: z.literal("Zip").optional(),
    Runtime: z.string().regex(/^nodejs/, "only nodejs runtimes run locally"),
    Handler: z.string(),
    Role: z.string(),
    MemorySize: integer.default(DEFAULT_MEMORY_MB),
    Timeout: integer.default(DEFAULT_TIMEOUT_SEC),
    Environment: z.strictObject({ Variables: z.record(z.string(), variable).default({}) }).optional(),
    ReservedConcurrentExecutions: integer.optional(),
  },
  noLocalEffect: {
    Architectures: "handlers are JavaScript",
    Description: "for people",
    EphemeralStorage: "handlers write to the temporary folder of the machine",
    KmsKeyArn: "variables are not encrypted",
    LoggingConfig: "logs go to a file per function",
    RecursiveLoop: "there is no loop detection",
    RuntimeManagementConfig: "the runtime is the Node of this machine",
    TracingConfig: "there are no traces",
  },
  create: (fn, { access, assetPath, functions, issueAccessKey, standIns }) => {
    const { properties } = fn;
    const codeDir = assetPath(properties.Code.S3Key);
    if (!hasHandler(codeDir, properties.Handler)) {
      throw new TemplateError(`the code in ${codeDir} has no file for the handler ${properties.Handler}`);
    }
    const caller = access.assume(properties.Role, "lambda.amazonaws.com", fn.name, arn(fn));
    standIns.lambda.createFunction({
      name: fn.name,
      codeDir,
      handler: properties.Handler,
      runtime: properties.Runtime,
      memoryMb: properties.MemorySize,
      timeoutSec: properties.Timeout,
      environment: properties.Environment?.Variables ?? {},
      accessKeyId: issueAccessKey(fn.logicalId, caller),
      reservedConcurrency: properties.ReservedConcurrentExecutions,
    });
    functions.set(arn(fn), { timeoutSec: properties.Timeout, caller });
  },
});

const ENDINGS = [".mjs", ".js", ".cjs"];

/** Whether the asset is a folder with the module that `Handler` names before its last dot. */
function hasHandler(codeDir: string, handler: string): boolean {
  const module = handler.slice(0, handler.lastIndexOf("."));
  return ENDINGS.some((ending) => existsSync(join(codeDir, module + ending)));
}
