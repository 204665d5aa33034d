/** Values of `$context.…` in gateway responses, by what follows `$context.`; null is what nobody is told. */
export type Variables = Readonly<Record<string, string | null>>;

const VARIABLE = /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g;

const KNOWN = new Set([
  "error.message",
  "error.messageString",
  "error.responseType",
  "extendedRequestId",
  "httpMethod",
  "identity.sourceIp",
  "identity.userAgent",
  "path",
  "requestId",
  "resourcePath",
  "stage",
]);

/** A variable of a template that the local host could not fill in, or undefined when there is none. */
export function unknownVariable(text: string): string | undefined {
  return [...text.matchAll(VARIABLE)]
    .map(([, name = ""]) => name)
    .find((name) => !KNOWN.has(name) && !/^authorizer\.[^.]+$/.test(name));
}

/** Fills in the variables; they are put in as they are, so that a JSON text must be quoted by the template or itself. */
export function fillIn(text: string, variables: Variables): string {
  return text.replace(VARIABLE, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    // An authorizer need not give each value each time: then there is nothing to put in.
    return value === undefined ? "" : String(value);
  });
}

/** Value of a header: text in single quotes, or one variable without the dollar sign. */
export function fillInHeader(value: string, variables: Variables): string {
  const [, quoted] = /^'(.*)'$/s.exec(value) ?? [];
  return quoted ?? fillIn(`$${value}`, variables);
}

/** Whether `fillInHeader` can read the value. */
export function isHeaderValue(value: string): boolean {
  if (/^'.*'$/s.test(value)) return true;
  return /^context\.[A-Za-z0-9_.-]+$/.test(value) && unknownVariable(`$${value}`) === undefined;
}
