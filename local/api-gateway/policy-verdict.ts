import { applies, parsePolicy, type Statement } from "../assembly/iam/statement.ts";
import { TemplateError } from "../assembly/template-error.ts";
import { Refusal } from "./response-types.ts";

/** `unmentioned`: no statement is about it, which is a no, too. */
export type Verdict = "allowed" | "denied" | "unmentioned";

/**
 * What a policy of an authorizer says about calling a method.
 * @throws Refusal AUTHORIZER_CONFIGURATION_ERROR when it is no policy
 */
export function policyVerdict(document: unknown, methodArn: string): Verdict {
  const statements = parsed(document).filter((statement) => {
    return applies(statement, "execute-api:Invoke", methodArn, new Map());
  });
  if (statements.some(({ effect }) => effect === "Deny")) return "denied";
  return statements.length > 0 ? "allowed" : "unmentioned";
}

function parsed(document: unknown): Statement[] {
  try {
    return parsePolicy(document, "role");
  } catch (error) {
    if (error instanceof TemplateError) throw new Refusal("AUTHORIZER_CONFIGURATION_ERROR");
    throw error;
  }
}
