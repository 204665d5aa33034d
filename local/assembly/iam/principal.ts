import { TemplateError } from "../template-error.ts";

/** Who sends a request: a role of the account, the developer (no role), or a service. */
export interface Principal {
  readonly account: string;
  /** ARN of the role; undefined for the developer and for services. */
  readonly roleArn?: string;
  /** Such as `events.amazonaws.com`. */
  readonly service?: string;
}

export interface PrincipalPattern {
  matches(principal: Principal): boolean;
  /**
   * Whether the principal is named itself. A statement that names only its account hands the decision on to the
   * policies of the role and allows nothing by itself.
   */
  names(principal: Principal): boolean;
}

/** Everybody, an account, its root or a role: sessions and users do not call here, so a policy on them is a mistake. */
const KNOWN_IDENTITY = /^(\*|\d{12}|arn:aws:iam::\d{12}:(root|role\/.+))$/;

/** @throws `TemplateError` for federated and canonical principals */
export function parsePrincipal(raw: unknown): PrincipalPattern {
  if (raw === "*") return { matches: () => true, names: () => true };
  if (typeof raw !== "object" || raw === null) throw new TemplateError("a Principal is * or an object");
  const { AWS: identities, Service: services, ...rest } = raw as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new TemplateError(`the principal type ${unknown} is not supported`);
  const accounts = list(identities);
  const hosts = list(services);
  const strange = accounts.find((one) => !KNOWN_IDENTITY.test(one));
  if (strange !== undefined) throw new TemplateError(`the principal ${strange} is not supported`);
  const names = ({ roleArn, service }: Principal) =>
    (service !== undefined && hosts.includes(service)) ||
    accounts.includes("*") ||
    (roleArn !== undefined && accounts.includes(roleArn));
  return {
    names,
    matches: (principal) =>
      names(principal) ||
      (principal.service === undefined &&
        accounts.some((one) => one === principal.account || one.endsWith(`::${principal.account}:root`))),
  };
}

function list(value: unknown): string[] {
  return (value === undefined ? [] : Array.isArray(value) ? value : [value]).map(String);
}
