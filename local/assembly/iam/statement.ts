import * as z from "zod";
import { TemplateError } from "../template-error.ts";
import { arnPattern } from "./arn-pattern.ts";
import { type Condition, type Context, compileConditions } from "./condition.ts";
import { type PrincipalPattern, parsePrincipal } from "./principal.ts";
import { wildcard } from "./wildcard.ts";

/** One action or resource pattern of a statement, and whether a request has needed it yet. */
export interface Pattern {
  readonly text: string;
  readonly matches: (text: string) => boolean;
  used: boolean;
}

export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly sid: string | undefined;
  readonly actions: readonly Pattern[];
  readonly notActions: boolean;
  readonly resources: readonly Pattern[];
  readonly notResources: boolean;
  /** Undefined in a policy of a role, where the role is the principal. */
  readonly principal: PrincipalPattern | undefined;
  readonly condition: Condition;
}

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});

const documentSchema = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]),
});

/** `role`: policy of a role, without principals. `resource`: of a bucket or queue. `trust`: who may take a role on. */
export type PolicyKind = "role" | "resource" | "trust";

/**
 * Compiles a policy document whose intrinsics are resolved.
 * @throws `TemplateError` for whatever the evaluation does not know
 */
export function parsePolicy(document: unknown, kind: PolicyKind): Statement[] {
  return shaped(documentSchema, document).Statement.map((raw) => {
    const fields = shaped(statementSchema, raw);
    const actions = exactlyOne("Action", fields.Action, fields.NotAction);
    const anywhere = kind === "trust" ? ["*"] : undefined;
    const resources = exactlyOne("Resource", fields.Resource ?? anywhere, fields.NotResource);
    if ((kind === "role") !== (fields.Principal === undefined)) {
      throw new TemplateError(
        `a ${kind} policy statement ${kind === "role" ? "has no" : "needs a"} Principal`,
      );
    }
    return {
      effect: fields.Effect,
      sid: fields.Sid,
      actions: actions.map((text) => ({ text, matches: wildcard(text, true), used: false })),
      notActions: fields.NotAction !== undefined,
      resources: resources.map((text) => ({ text, matches: arnPattern(text), used: false })),
      notResources: fields.NotResource !== undefined,
      principal: kind === "role" ? undefined : parsePrincipal(fields.Principal),
      condition: compileConditions(fields.Condition, fields.Effect === "Deny"),
    };
  });
}

/** Whether the statement speaks of this action on this resource under this context; the principal is not looked at. */
export function applies(statement: Statement, action: string, resource: string, context: Context): boolean {
  return (
    statement.actions.some(({ matches }) => matches(action)) !== statement.notActions &&
    statement.resources.some(({ matches }) => matches(resource)) !== statement.notResources &&
    statement.condition(context)
  );
}

/** Remembers which patterns a request needed. */
export function markUsed(statement: Statement, action: string, resource: string): void {
  // A negated list names what the statement is not for: it is used as a whole or not at all.
  for (const pattern of statement.actions) {
    if (statement.notActions || pattern.matches(action)) pattern.used = true;
  }
  for (const pattern of statement.resources) {
    if (statement.notResources || pattern.matches(resource)) pattern.used = true;
  }
}

function exactlyOne(name: string, plain: string[] | undefined, negated: string[] | undefined): string[] {
  const given = plain ?? negated;
  if (given === undefined || (plain !== undefined && negated !== undefined)) {
    throw new TemplateError(`a policy statement needs either ${name} or Not${name}`);
  }
  return given;
}

function shaped<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TemplateError(`policy ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not valid"}`);
}
