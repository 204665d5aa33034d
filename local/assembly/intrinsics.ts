import { TemplateError } from "./template-error.ts";

/** What intrinsics refer to. Every member throws `TemplateError` for a name that it does not know. */
export interface Scope {
  readonly region: string;
  /** Value of a parameter, pseudo parameter or resource; `NO_VALUE` for `AWS::NoValue`. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(name: string, first: string, second: string): unknown;
}

/** What `AWS::NoValue` resolves to: the property or list element that has it is left out. */
export const NO_VALUE = Symbol("AWS::NoValue");

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(text(name, "Ref")),
  "Fn::GetAtt": getAttribute,
  "Fn::Join": join,
  "Fn::Sub": substitute,
  "Fn::Select": select,
  "Fn::Split": split,
  "Fn::If": chooseBranch,
  "Fn::FindInMap": findInMap,
  "Fn::Base64": (value, scope) =>
    Buffer.from(text(resolveIntrinsics(value, scope), "Fn::Base64")).toString("base64"),
  "Fn::GetAZs": (value, scope) => zones(text(resolveIntrinsics(value, scope), "Fn::GetAZs") || scope.region),
};

/**
 * Replaces every intrinsic in `value`, at any depth.
 * @throws `TemplateError` for an unknown `Fn::`, a wrong argument, or a name that the scope does not know
 */
export function resolveIntrinsics(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== NO_VALUE);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const called = entries.find(([key]) => key.startsWith("Fn::") || (key === "Ref" && entries.length === 1));
  if (called === undefined) {
    return Object.fromEntries(
      entries
        .map(([key, item]) => [key, resolveIntrinsics(item, scope)] as const)
        .filter(([, item]) => item !== NO_VALUE),
    );
  }
  const [name, argument] = called;
  const intrinsic = Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name] : undefined;
  if (intrinsic === undefined) throw new TemplateError(`${name} is not supported`);
  if (entries.length > 1) throw new TemplateError(`${name} stands beside other keys`);
  return intrinsic(argument, scope);
}

function getAttribute(argument: unknown, scope: Scope): unknown {
  const parts = typeof argument === "string" ? splitOnce(argument, ".") : list(argument, "Fn::GetAtt", 2);
  const [id, attribute] = parts.map((part) => text(resolveIntrinsics(part, scope), "Fn::GetAtt"));
  return scope.attribute(id ?? "", attribute ?? "");
}

function join(argument: unknown, scope: Scope): string {
  const [delimiter, parts] = list(argument, "Fn::Join", 2);
  return list(resolveIntrinsics(parts, scope), "Fn::Join")
    .map((part) => text(part, "Fn::Join"))
    .join(text(delimiter, "Fn::Join"));
}

function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = typeof argument === "string" ? [argument, {}] : list(argument, "Fn::Sub", 2);
  const given = resolveIntrinsics(variables, scope) as Record<string, unknown>;
  return text(template, "Fn::Sub").replace(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, body: string) => {
    if (literal !== "") return `\${${body}}`;
    const name = body.trim();
    if (Object.hasOwn(given, name)) return text(given[name], "Fn::Sub");
    const value = name.includes(".")
      ? scope.attribute(...(splitOnce(name, ".") as [string, string]))
      : scope.ref(name);
    return text(value, "Fn::Sub");
  });
}

function select(argument: unknown, scope: Scope): unknown {
  const [index, items] = list(resolveIntrinsics(argument, scope), "Fn::Select", 2);
  const values = list(items, "Fn::Select");
  const position = Number(index);
  if (!Number.isInteger(position) || position < 0 || position >= values.length) {
    throw new TemplateError(`Fn::Select has no element ${String(index)} in a list of ${values.length}`);
  }
  return values[position];
}

function split(argument: unknown, scope: Scope): string[] {
  const [delimiter, source] = list(resolveIntrinsics(argument, scope), "Fn::Split", 2);
  return text(source, "Fn::Split").split(text(delimiter, "Fn::Split"));
}

/** Only the chosen branch is resolved: the other may refer to a resource whose condition is false. */
function chooseBranch(argument: unknown, scope: Scope): unknown {
  const [name, whenTrue, whenFalse] = list(argument, "Fn::If", 3);
  return resolveIntrinsics(scope.condition(text(name, "Fn::If")) ? whenTrue : whenFalse, scope);
}

function findInMap(argument: unknown, scope: Scope): unknown {
  const [map, first, second] = list(resolveIntrinsics(argument, scope), "Fn::FindInMap", 3);
  return scope.mapping(
    text(map, "Fn::FindInMap"),
    text(first, "Fn::FindInMap"),
    text(second, "Fn::FindInMap"),
  );
}

function zones(region: string): string[] {
  return ["a", "b", "c"].map((letter) => region + letter);
}

function splitOnce(source: string, delimiter: string): string[] {
  const cut = source.indexOf(delimiter);
  if (cut < 0) throw new TemplateError(`Fn::GetAtt needs a resource and an attribute, not "${source}"`);
  return [source.slice(0, cut), source.slice(cut + 1)];
}

function list(value: unknown, where: string, length?: number): unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  throw new TemplateError(`${where} needs a list${length === undefined ? "" : ` of ${length}`}`);
}

function text(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TemplateError(`${where} needs text`);
}
