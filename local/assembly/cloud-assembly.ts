import { existsSync, readFileSync } from "node:fs";
import { join, parse, resolve } from "node:path";
import * as z from "zod";
import type { Place } from "../service.ts";
import { HostError } from "./host-error.ts";
import { parseTemplate, type Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** One stack of a synthesized cloud assembly (`cdk.out`), as far as running it needs. */
export interface CloudAssembly {
  readonly stackName: string;
  /** What the assembly fixes of account and region; an environment-agnostic stack fixes nothing. */
  readonly place: Partial<Place>;
  readonly template: Template;
  /** Folder or file of the asset that the template names by `S3Key`, such as `<hash>.zip`. */
  assetPath(s3Key: string): string;
}

const manifestSchema = z.looseObject({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.looseObject({}).optional(),
    }),
  ),
});

const assetsSchema = z.looseObject({
  files: z
    .record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string().optional() }) }))
    .default({}),
});

/**
 * Reads the manifest, the template and the asset manifest in `folder`.
 * @throws `HostError` ASSEMBLY when it is no cloud assembly or does not hold exactly one stack
 */
export function readAssembly(folder: string): CloudAssembly {
  const { artifacts } = readJson(join(folder, "manifest.json"), manifestSchema);
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === "aws:cloudformation:stack");
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    const found = stacks.map(([id]) => id).join(", ") || "none";
    throw new HostError("ASSEMBLY", `${folder} must hold exactly one stack; found: ${found}.`);
  }
  const [stackId, { properties = {}, environment }] = stack;
  const template = readJson(join(folder, String(properties["templateFile"])), z.unknown());
  const assets = Object.values(artifacts)
    .filter(({ type }) => type === "cdk:asset-manifest")
    .map((artifact) => readJson(join(folder, String(artifact.properties?.["file"])), assetsSchema).files);
  return {
    stackName: typeof properties["stackName"] === "string" ? properties["stackName"] : stackId,
    place: placeOf(environment),
    template: parsed(folder, template),
    assetPath: (s3Key) => assetPath(folder, Object.assign({}, ...assets), s3Key),
  };
}

function parsed(folder: string, json: unknown): Template {
  try {
    return parseTemplate(json);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new HostError("ASSEMBLY", `The template in ${folder} cannot be run locally: ${error.message}`);
  }
}

/** `aws://<account>/<region>`, where either may be `unknown-…`. */
function placeOf(environment = ""): Partial<Place> {
  const [, account = "", region = ""] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  return {
    ...(/^\d{12}$/.test(account) ? { account } : {}),
    ...(region !== "" && !region.startsWith("unknown") ? { region } : {}),
  };
}

function assetPath(folder: string, files: z.infer<typeof assetsSchema>["files"], s3Key: string): string {
  const source = files[parse(s3Key).name]?.source.path;
  if (source === undefined) throw new TemplateError(`the asset ${s3Key} is not in the asset manifest`);
  const path = resolve(folder, source);
  if (!existsSync(path)) throw new TemplateError(`the asset ${s3Key} is missing: ${path}`);
  return path;
}

function readJson<T>(path: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new HostError(
      "ASSEMBLY",
      `${path} cannot be read as a part of a cloud assembly (the folder that "cdk synth" writes).`,
      { cause },
    );
  }
}
