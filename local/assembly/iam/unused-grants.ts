import type { Role } from "./role.ts";
import type { Pattern } from "./statement.ts";

/** What a policy allows to a role and no call has needed. */
export interface Grant {
  /** Logical id of the role. */
  readonly role: string;
  /** Logical id of the policy resource, or name of the inline policy. */
  readonly policy: string;
  readonly sid?: string;
  /** Patterns of the statement that no call needed; empty when all were. */
  readonly unusedActions: readonly string[];
  readonly unusedResources: readonly string[];
}

/**
 * The grants of one role that no call has needed, a statement each.
 * @param services prefixes of the actions that can be called at all, such as `s3`
 */
export function unusedGrantsOf(role: Role, services: ReadonlySet<string>): Grant[] {
  const callable = ({ text }: Pattern) => text === "*" || services.has(text.split(":")[0] ?? "");
  const unused = (patterns: readonly Pattern[]) => {
    return patterns.filter(({ used }) => !used).map(({ text }) => text);
  };
  return role.policies.flatMap(({ name, statements }) =>
    statements
      .filter(({ effect, actions }) => effect === "Allow" && actions.some(callable))
      .map(({ sid, actions, resources }) => ({
        role: role.logicalId,
        policy: name,
        ...(sid === undefined ? {} : { sid }),
        unusedActions: unused(actions.filter(callable)),
        unusedResources: unused(resources),
      }))
      .filter(({ unusedActions, unusedResources }) => unusedActions.length + unusedResources.length > 0),
  );
}
