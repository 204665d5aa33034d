import type { TemplateJson } from "./synthesize.ts";

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

/** The properties that tests look into, whatever the type; one that is missing fails the test that reads it. */
export interface Properties {
  readonly [name: string]: unknown;
  readonly Architectures: readonly string[];
  readonly AssumeRolePolicyDocument: PolicyDocument;
  readonly DefinitionString: string;
  readonly Description: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
  readonly EventPattern: unknown;
  readonly LifecycleConfiguration: { readonly Rules: readonly unknown[] };
  readonly LoggingConfig: { readonly LogGroup: string };
  readonly MessageRetentionPeriod: number;
  readonly PolicyDocument: PolicyDocument;
  readonly Role: string;
  readonly Roles: readonly string[];
  readonly Targets: readonly unknown[];
  readonly Timeout: number;
}

/** A resource of the template with its intrinsics written as text; see `readable`. */
export interface ReadableResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Properties;
}

/**
 * Intrinsics as text: `Ref` becomes `<Id>`, `Fn::GetAtt` `<Id.Attribute>`, a join its parts in a row. The hash at the
 * end of logical ids is left out, so that tests read like the constructs.
 */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Readonly<Record<string, unknown>>;
  const [name, ...others] = Object.keys(record);
  if (name === undefined || others.length > 0) return readableFields(record);
  const argument = record[name];
  if (name === "Ref") return `<${shortId(String(argument))}>`;
  if (name === "Fn::GetAtt") {
    const [id, attribute] = argument as readonly [string, string];
    return `<${shortId(id)}.${attribute}>`;
  }
  if (name === "Fn::Join") {
    const [separator, parts] = argument as readonly [string, readonly unknown[]];
    return parts.map(readable).join(separator);
  }
  return readableFields(record);
}

const readableFields = (record: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, readable(value)]));

const shortId = (id: string) => id.replace(/[0-9A-F]{8}$/, "");

export function resourcesOf(template: TemplateJson, type: string): ReadableResource[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({
      id: shortId(id),
      type,
      properties: readable(resource.Properties ?? {}) as Properties,
    }));
}

/** The one resource of a type whose short logical id is `id`. */
export function resourceOf(template: TemplateJson, type: string, id: string): Properties {
  const [found, ...others] = resourcesOf(template, type).filter((resource) => resource.id === id);
  if (!found || others.length > 0) throw new Error(`There is not exactly one ${type} ${id}`);
  return found.properties;
}

/** The bundles of the stack, in the order in which a video meets them. */
export const ENTRIES = [
  ...[
    "ingest/receive",
    "ingest/probe",
    "ingest/fetch",
    "analyze/analyze",
    "analyze/stitch",
    "embed/start",
    "embed/await-output",
  ],
  ...["embed/output-event", "embed/collect", "catalog/finalize", "lane/dead-letter"],
  ...["query/authorize", "query/serve", "catalog/remove"],
];

/** The function with the bundle `<stage>/<step>`. */
export function functionOf(template: TemplateJson, entry: string): ReadableResource {
  const [fn] = resourcesOf(template, "AWS::Lambda::Function").filter(
    ({ properties }) => properties.Description === `reelbase ${entry}`,
  );
  if (!fn) throw new Error(`There is no function ${entry}`);
  return fn;
}

/** All statements of the policies that are attached to a role. */
export function statementsOf(template: TemplateJson, roleId: string): Statement[] {
  return resourcesOf(template, "AWS::IAM::Policy")
    .filter(({ properties }) => properties.Roles.includes(`<${roleId}>`))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
}

export const listed = (value: string | readonly string[]): readonly string[] =>
  typeof value === "string" ? [value] : value;

/**
 * What a function may do beyond writing its own logs and traces: one line `action resource` for each pair, with
 * ` if <condition>` where there is one.
 */
export function grantsOf(template: TemplateJson, entry: string): string[] {
  const role = functionOf(template, entry).properties.Role.replace(/^<(.*)\.Arn>$/, "$1");
  return statementsOf(template, role)
    .flatMap((statement) => {
      const condition = statement.Condition ? ` if ${JSON.stringify(statement.Condition)}` : "";
      return listed(statement.Action).flatMap((action) =>
        listed(statement.Resource).map((resource) => `${action} ${resource}${condition}`),
      );
    })
    .filter((grant) => !/^(logs|xray):/.test(grant))
    .sort();
}

/** The environment of a function without what every function has. */
export function environmentOf(template: TemplateJson, entry: string): Record<string, unknown> {
  const { NODE_OPTIONS, POWERTOOLS_SERVICE_NAME, ...own } = functionOf(template, entry).properties.Environment
    .Variables;
  return own;
}
