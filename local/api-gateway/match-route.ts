import type { Deployed, Method, Resource } from "./rest-api.ts";

/** What a request is for. */
export interface Route {
  readonly resourceId: string;
  /** Path with its parameters as the API defines it, such as `/v1.2/{proxy+}`. */
  readonly resourcePath: string;
  /** Values as they came: percent-encoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly method: Method;
}

type Tree = Pick<Deployed, "api" | "resources" | "methods">;

interface Found {
  readonly resourceId: string;
  readonly parts: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
}

/** The verbs that a REST API has; `ANY` stands for these alone. */
const IN_ANY: ReadonlySet<string> = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]);

/**
 * Finds the method of a request; undefined when the API has none. A literal segment comes before a parameter, and a
 * parameter before a greedy one, whatever their order in the template.
 * @param path as it came, percent-encoded; one slash at the end makes no difference
 */
export function matchRoute(tree: Tree, httpMethod: string, path: string): Route | undefined {
  const found = find(tree, tree.api.rootResourceId, segmentsOf(path), [], {});
  if (found === undefined) return undefined;
  const methods = tree.methods.filter(({ resourceId }) => resourceId === found.resourceId);
  const any = IN_ANY.has(httpMethod) ? methods.find((one) => one.httpMethod === "ANY") : undefined;
  const method = methods.find((one) => one.httpMethod === httpMethod) ?? any;
  if (method === undefined) return undefined;
  const { resourceId, parts, parameters } = found;
  return { resourceId, resourcePath: `/${parts.join("/")}`, pathParameters: parameters, method };
}

/** Whether the first segment of the path belongs to the API, with or without a method behind it. */
export function ownsPath(tree: Tree, httpMethod: string, path: string): boolean {
  const [first] = segmentsOf(path);
  if (first === undefined) return matchRoute(tree, httpMethod, "/") !== undefined;
  return childrenOf(tree, tree.api.rootResourceId).some(({ pathPart }) => {
    return parameterOf(pathPart) !== undefined || pathPart === decoded(first);
  });
}

function segmentsOf(path: string): string[] {
  const segments = path.split("/").slice(1);
  return segments.at(-1) === "" ? segments.slice(0, -1) : segments;
}

function find(
  tree: Tree,
  resourceId: string,
  segments: readonly string[],
  parts: readonly string[],
  parameters: Readonly<Record<string, string>>,
): Found | undefined {
  const [first, ...rest] = segments;
  if (first === undefined) return { resourceId, parts, parameters };
  for (const child of childrenOf(tree, resourceId)) {
    const parameter = parameterOf(child.pathPart);
    const below = [...parts, child.pathPart];
    if (parameter === undefined) {
      if (child.pathPart !== decoded(first)) continue;
      const found = find(tree, child.id, rest, below, parameters);
      if (found !== undefined) return found;
    } else if (parameter.greedy) {
      const value = segments.join("/");
      return { resourceId: child.id, parts: below, parameters: { ...parameters, [parameter.name]: value } };
    } else {
      const found = find(tree, child.id, rest, below, { ...parameters, [parameter.name]: first });
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The children of a resource, the most particular first. */
function childrenOf({ resources }: Tree, parentId: string): Resource[] {
  const rank = ({ pathPart }: Resource) => {
    const parameter = parameterOf(pathPart);
    return parameter === undefined ? 0 : parameter.greedy ? 2 : 1;
  };
  return resources.filter((one) => one.parentId === parentId).sort((a, b) => rank(a) - rank(b));
}

function parameterOf(pathPart: string): { readonly name: string; readonly greedy: boolean } | undefined {
  const [, name, plus] = /^\{([^{}+]+)(\+?)\}$/.exec(pathPart) ?? [];
  return name === undefined ? undefined : { name, greedy: plus === "+" };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
