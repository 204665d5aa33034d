import type { Cloud } from "./cloud.ts";
import { HostError } from "./host-error.ts";
import { type Prepared, PropertyErrors, type ResourceType } from "./resource-type.ts";
import type { Stack } from "./stack.ts";
import { at, TemplateError } from "./template-error.ts";

/** A resource of the template that the local host understood. */
export interface PreparedResource extends Prepared {
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;
}

/**
 * Reads all resources, in the order in which they are to be made.
 * @throws `HostError` ASSEMBLY with everything that is not supported, so that one look shows it all
 */
export function prepareResources(stack: Stack, catalogue: readonly ResourceType[]): PreparedResource[] {
  const order = new Map(catalogue.map((type, position) => [type.type, { type, position }]));
  const problems: string[] = [];
  const prepared: { position: number; resource: PreparedResource }[] = [];
  const attempt = (work: () => void, title: string) => {
    try {
      work();
    } catch (error) {
      if (error instanceof PropertyErrors)
        problems.push(...error.problems.map((line) => `${title}: ${line}`));
      else if (error instanceof TemplateError) problems.push(`${title}: ${error.message}`);
      else throw error;
    }
  };
  let ids: string[] = [];
  attempt(() => {
    ids = stack.resources();
  }, "template");
  for (const logicalId of ids) {
    const { Type: typeName, Properties: properties } = stack.resource(logicalId);
    const known = order.get(typeName);
    const title = `${logicalId} (${typeName})`;
    if (known === undefined) {
      problems.push(`${title}: the resource type is not supported`);
      continue;
    }
    attempt(() => {
      const identity = stack.identity(logicalId);
      const { fixed, create } = known.type.prepare(identity, Object.keys(properties));
      const resource = { logicalId, type: typeName, name: identity.name, fixed, create };
      prepared.push({ position: known.position, resource });
    }, title);
  }
  if (problems.length > 0) {
    throw new HostError(
      "ASSEMBLY",
      `The template cannot be run locally:\n${problems.map((line) => `  - ${line}`).join("\n")}`,
    );
  }
  return prepared.sort((a, b) => a.position - b.position).map(({ resource }) => resource);
}

/**
 * Makes the resources one after the other.
 * @throws `HostError` ASSEMBLY that names the resource
 */
export async function createResources(resources: readonly PreparedResource[], cloud: Cloud): Promise<void> {
  for (const { logicalId, type, create } of resources) {
    try {
      await create(cloud);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new HostError("ASSEMBLY", `${logicalId} (${type}): ${message}`, { cause });
    }
  }
}

/** The outputs of the stack, by logical id of the output. */
export function readOutputs(stack: Stack): Record<string, string> {
  try {
    return at("Outputs", () => stack.outputs());
  } catch (error) {
    if (error instanceof TemplateError) throw new HostError("ASSEMBLY", error.message, { cause: error });
    throw error;
  }
}
