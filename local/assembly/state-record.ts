import type { Place } from "../service.ts";
import type { Store } from "../store.ts";
import { HostError } from "./host-error.ts";
import type { PreparedResource } from "./prepare-resources.ts";

interface StackRecord {
  readonly stackName: string;
  readonly place: Place;
}

interface ResourceRecord {
  readonly logicalId: string;
  readonly fixed: Readonly<Record<string, unknown>>;
}

const ADVICE = "Start with --fresh to begin anew, or with another data folder to keep both.";

/**
 * Compares the resources with those that the data folder was written for, and remembers them.
 * @throws `HostError` STATE_MISMATCH when the data belongs to another stack, or a resource with data changed in a
 *   way for which CloudFormation would make a new one
 */
export async function reconcileState(
  store: Store,
  stack: StackRecord,
  resources: readonly PreparedResource[],
): Promise<void> {
  const stacks = store.records<StackRecord>("assembly-stack");
  const known = store.records<ResourceRecord>("assembly-resource");
  const before = await stacks.get("stack");
  if (before !== undefined && !same(before, stack)) {
    throw new HostError(
      "STATE_MISMATCH",
      `The data folder belongs to the stack ${title(before)}, not to ${title(stack)}. ${ADVICE}`,
    );
  }
  const changes = [stacks.change("stack", stack)];
  const problems: string[] = [];
  for (const { logicalId, type, name, fixed } of resources) {
    if (fixed === undefined) continue;
    const now = fixed as ResourceRecord["fixed"];
    const then = await known.get(`${type}/${name}`);
    const different =
      then === undefined ? [] : Object.keys(now).filter((key) => !same(now[key], then.fixed[key]));
    if (different.length > 0) problems.push(`  - ${logicalId} (${type}): ${different.join(", ")}`);
    changes.push(known.change(`${type}/${name}`, { logicalId, fixed: now }));
  }
  if (problems.length > 0) {
    throw new HostError(
      "STATE_MISMATCH",
      `The data folder was written for another template; its data does not fit any more:\n${problems.join("\n")}\n${ADVICE}`,
    );
  }
  await store.write(changes);
}

function title({ stackName, place }: StackRecord): string {
  return `${stackName} (${place.account}, ${place.region})`;
}

/** Compares as stored: JSON knows no undefined. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
