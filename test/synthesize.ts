import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { parseConfig } from "../lib/config.ts";
import { ReelbaseStack } from "../lib/reelbase-stack.ts";

/** Options as on the command line, but with JSON values allowed. */
export type ContextOptions = Readonly<Record<string, unknown>>;

/** A day on which no model of the registry but Marengo 2.7 is near its end: tests do not depend on the calendar. */
export const TODAY = new Date("2026-11-21T12:00:00Z");

/** The context of cdk.json, which only the CDK CLI reads by itself: without it, another template comes out. */
export function cdkContext(): Record<string, unknown> {
  const { context } = JSON.parse(readFileSync(new URL("../cdk.json", import.meta.url), "utf8"));
  return context;
}

export interface StackApp {
  readonly app: App;
  readonly stack: ReelbaseStack;
}

/**
 * The stack with some options, not synthesized yet.
 *
 * @param validate run the built-in validation of CloudFormation on synthesis, which takes seconds. @default false
 */
export function stackWith(
  options: ContextOptions = {},
  { validate = false, today = TODAY, outdir = "" } = {},
): StackApp {
  const app = new App({
    context: { ...cdkContext(), ...options },
    builtinCloudFormationValidation: validate,
    ...(outdir === "" ? {} : { outdir }),
  });
  return { app, stack: new ReelbaseStack(app, "Reelbase", parseConfig(app.node.getAllContext(), today)) };
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

/** The template that would be deployed, as plain JSON. */
export interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly [section: string]: unknown;
}

/** Synthesizes once: call it at the top of a suite and share the result. */
export function synthesize(options: ContextOptions = {}): TemplateJson {
  const { app, stack } = stackWith(options);
  return app.synth().getStackByName(stack.stackName).template;
}

/** Writes the cloud assembly into a folder, for whoever runs it. */
export function synthesizeTo(outdir: string, options: ContextOptions = {}): void {
  stackWith(options, { outdir }).app.synth();
}
