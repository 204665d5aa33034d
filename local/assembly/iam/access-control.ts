import { AccessDenied, type Caller, type Place } from "../../service.ts";
import { TemplateError } from "../template-error.ts";
import type { Context } from "./condition.ts";
import type { Principal } from "./principal.ts";
import { requestContext } from "./request-context.ts";
import type { AttachedPolicy, ManagedPolicy, Role } from "./role.ts";
import { applies, markUsed, type Statement } from "./statement.ts";
import { type Grant, unusedGrantsOf } from "./unused-grants.ts";

/** A role as the subject of a call, a service, or the developer. */
interface Subject {
  readonly title: string;
  readonly principal: Principal;
  readonly role: Role | undefined;
  readonly context: Readonly<Record<string, string>>;
}

/**
 * Decides about calls by the policies of the template, as IAM does within one account: an explicit Deny wins, else
 * one Allow in a policy of the role or of the resource is enough, else the call is denied.
 */
export class AccessControl {
  readonly #place: Place;
  readonly #roles = new Map<string, Role>();
  readonly #managed = new Map<string, ManagedPolicy>();
  /** Statements of the policies of buckets, queues and functions, under the ARN of their owner. */
  readonly #resourcePolicies = new Map<string, Statement[]>();
  /** The person at the keyboard, who may do what no policy of a resource denies to everybody. */
  readonly developer: Caller;

  constructor(place: Place) {
    this.#place = place;
    const principal = { account: place.account };
    this.developer = this.#caller("developer", {
      title: "developer",
      principal,
      role: undefined,
      context: {},
    });
  }

  /** Adds a managed policy of the template; before the roles that it is attached to. */
  addManaged(managed: ManagedPolicy): void {
    this.#managed.set(managed.arn, managed);
  }

  /**
   * @param managedArns managed policies that the role itself names
   * @throws `TemplateError` when one of them was not added
   */
  addRole(role: Role, managedArns: readonly string[] = []): void {
    const named = managedArns.map((arn) => {
      const managed = this.#managed.get(arn);
      if (managed === undefined) throw new TemplateError(`the managed policy ${arn} is not known`);
      return managed;
    });
    const naming = [...this.#managed.values()].filter(({ roles }) => roles.includes(role.name));
    // Each role has statements of its own: their use is counted per role.
    for (const { name, parse } of new Set([...named, ...naming])) {
      role.policies.push({ name, statements: parse() });
    }
    this.#roles.set(role.arn, role);
  }

  /** @throws `TemplateError` when no role of the template has this name */
  attach(roleName: string, policy: AttachedPolicy): void {
    const role = [...this.#roles.values()].find(({ name }) => name === roleName);
    if (role === undefined) throw new TemplateError(`the role ${roleName} is not in the template`);
    role.policies.push(policy);
  }

  /** Adds statements to the policy of a bucket, queue or function. */
  protect(ownerArn: string, statements: readonly Statement[]): void {
    this.#resourcePolicies.set(ownerArn, [...(this.#resourcePolicies.get(ownerArn) ?? []), ...statements]);
  }

  /**
   * The caller that acts with a role.
   * @param service who takes the role on, such as `lambda.amazonaws.com`; the trust policy must allow it
   * @param session name of the function or state machine: the last part of the assumed role's ARN
   * @param sourceArn ARN on whose behalf the service acts
   * @throws `TemplateError` when the role is not in the template or does not trust the service
   */
  assume(roleArn: string, service: string, session: string, sourceArn: string): Caller {
    const role = this.#roles.get(roleArn);
    if (role === undefined) throw new TemplateError(`the role ${roleArn} is not in the template`);
    const { account } = this.#place;
    const source = { "aws:SourceArn": sourceArn, "aws:SourceAccount": account };
    const context = requestContext(this.#place, { account, service }, roleArn, source);
    if (!allowedBy(role.trust, { account, service }, "sts:AssumeRole", "*", context)) {
      throw new TemplateError(`the role ${role.logicalId} does not trust ${service}`);
    }
    const name = `arn:aws:sts::${account}:assumed-role/${role.name}/${session}`;
    return this.#caller(name, {
      title: `User: ${name}`,
      principal: { account, roleArn },
      role,
      context: {},
    });
  }

  /** A service that calls in its own name for `sourceArn`, such as EventBridge for a rule. */
  service(host: string, sourceArn: string): Caller {
    const { account } = this.#place;
    return this.#caller(`${host} for ${sourceArn}`, {
      title: `Service: ${host} (for ${sourceArn})`,
      principal: { account, service: host },
      role: undefined,
      context: { "aws:SourceArn": sourceArn, "aws:SourceAccount": account },
    });
  }

  /**
   * Grants of roles that no call has needed so far.
   * @param services prefixes of actions that can be called here, such as `s3`; other grants cannot be judged
   */
  unusedGrants(services: ReadonlySet<string>): Grant[] {
    return [...this.#roles.values()].flatMap((role) => unusedGrantsOf(role, services));
  }

  #caller(name: string, subject: Subject): Caller {
    return {
      name,
      authorize: (action, resource, extra = {}) => {
        const context = requestContext(this.#place, subject.principal, resource, {
          ...subject.context,
          ...extra,
        });
        if (!this.#allows(subject, action, resource, context)) {
          throw new AccessDenied(subject.title, action, resource);
        }
      },
    };
  }

  #allows({ principal, role }: Subject, action: string, resource: string, context: Context): boolean {
    const ofRole = role?.policies.flatMap(({ statements }) => statements) ?? [];
    const ofResource = this.#resourcePolicies.get(ownerOf(resource)) ?? [];
    const denied = (statement: Statement) =>
      statement.effect === "Deny" && applies(statement, action, resource, context);
    if (ofRole.some(denied)) return false;
    if (ofResource.some((statement) => statement.principal?.matches(principal) && denied(statement)))
      return false;
    const granted = ofRole
      .filter(({ effect }) => effect === "Allow")
      .filter((statement) => {
        return applies(statement, action, resource, context);
      });
    for (const statement of granted) markUsed(statement, action, resource);
    const isDeveloper = role === undefined && principal.service === undefined;
    return granted.length > 0 || isDeveloper || allowedBy(ofResource, principal, action, resource, context);
  }
}

function allowedBy(
  statements: readonly Statement[],
  principal: Principal,
  action: string,
  resource: string,
  context: Context,
): boolean {
  const relevant = statements.filter((statement) => applies(statement, action, resource, context));
  const denied = relevant.some(({ effect, principal: who }) => effect === "Deny" && who?.matches(principal));
  return (
    !denied && relevant.some(({ effect, principal: who }) => effect === "Allow" && who?.names(principal))
  );
}

/** What follows the name of the bucket or function in the ARN of an object, vector index, version or alias. */
const INSIDE_OWNER =
  /^(arn:aws:s3:::[^/]+|arn:aws:s3vectors:[^/]+:bucket\/[^/]+|arn:aws:lambda:[^:]*:[^:]*:function:[^:]+)[/:].*$/s;

/** The ARN whose resource policy counts for a resource. */
function ownerOf(resource: string): string {
  return INSIDE_OWNER.exec(resource)?.[1] ?? resource;
}
