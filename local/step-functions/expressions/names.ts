/** What an expression refers to outside itself. */
export interface References {
  /** Variables that the expression neither binds itself nor finds among the built-in functions. */
  readonly variables: ReadonlySet<string>;
  /** Fields read from `$states`, such as `input` or `result`. */
  readonly stateFields: ReadonlySet<string>;
}

/** The functions of JSONata 2.0.6 that Step Functions has (it has no `$eval`), and those that it adds. */
const FUNCTIONS = new Set(
  `abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl
  decodeUrlComponent distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase
  formatInteger formatNumber fromMillis join keys length lookup lowercase map match max merge millis min not
  now number pad parseInteger power random reduce replace reverse round shuffle sift single sort split spread
  sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase zip
  partition range hash uuid parse`.split(/\s+/),
);

/** Walks the syntax tree that `jsonata(…).ast()` gives. */
export function referencesOf(ast: unknown): References {
  const used = new Set<string>();
  const bound = new Set<string>();
  const stateFields = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const child of node) walk(child);
      return;
    }
    if (typeof node !== "object" || node === null) return;
    const { type, value, lhs, arguments: parameters, steps, focus, index } = node as Record<string, unknown>;
    if (type === "variable" && typeof value === "string") used.add(value);
    if (type === "bind") bound.add(nameOf(lhs));
    if (type === "lambda" && Array.isArray(parameters))
      for (const each of parameters) bound.add(nameOf(each));
    // `path@$name` and `path#$name` bind as well.
    if (typeof focus === "string") bound.add(focus);
    if (typeof index === "string") bound.add(index);
    if (type === "path" && Array.isArray(steps) && nameOf(steps[0]) === "states") {
      const field = steps[1] as { type?: string; value?: unknown } | undefined;
      if (field?.type === "name") stateFields.add(String(field.value));
    }
    for (const child of Object.values(node)) walk(child);
  };
  walk(ast);
  const variables = [...used].filter(
    (name) => name !== "" && name !== "$" && name !== "states" && !bound.has(name) && !FUNCTIONS.has(name),
  );
  return { variables: new Set(variables), stateFields };
}

function nameOf(node: unknown): string {
  const { type, value } = (node ?? {}) as { type?: string; value?: unknown };
  return type === "variable" && typeof value === "string" ? value : "";
}
