import { createHash } from "node:crypto";

/** How CloudFormation names a resource of a type when the template does not. */
export interface NameRule {
  /** Longest name that the service takes. */
  readonly limit: number;
  readonly lowerCase?: boolean;
}

const SUFFIX_LENGTH = 12;

/**
 * A name in CloudFormation's form, `<stack>-<logical id>-<suffix>`. The suffix is a hash where CloudFormation's is
 * random, so that a data folder finds its resources again at the next start.
 */
export function physicalName(stackName: string, logicalId: string, rule: NameRule): string {
  const suffix = createHash("sha256")
    .update(`${stackName}/${logicalId}`)
    .digest("hex")
    .slice(0, SUFFIX_LENGTH);
  const room = rule.limit - SUFFIX_LENGTH - 1;
  const name = `${`${stackName}-${logicalId}`.slice(0, room).replace(/-$/, "")}-${suffix}`;
  return rule.lowerCase ? name.toLowerCase() : name;
}
