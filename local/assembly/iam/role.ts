import type { Statement } from "./statement.ts";

/** A role of the template with the policies attached to it. */
export interface Role {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly trust: readonly Statement[];
  readonly policies: AttachedPolicy[];
}

export interface AttachedPolicy {
  /** Logical id of the policy resource, or name of the inline policy. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** A policy with an ARN of its own. */
export interface ManagedPolicy {
  readonly arn: string;
  /** Logical id of the policy resource. */
  readonly name: string;
  readonly parse: () => Statement[];
  /** Names of the roles that the policy itself says it is attached to. */
  readonly roles: readonly string[];
}
