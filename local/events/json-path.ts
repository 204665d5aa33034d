import { validationError } from "./errors.ts";

const STEP = /\.([A-Za-z0-9_-]+)|\[(\d+)\]/y;

/**
 * Compiles the JSON paths that targets may use: `$`, then `.name` or `[index]` any number of times.
 * @returns the reader; it gives undefined for what the event does not have
 * @throws ValidationException for any other path
 */
export function compilePath(path: string): (event: unknown) => unknown {
  const steps: (string | number)[] = [];
  let position = 1;
  while (path.startsWith("$") && position < path.length) {
    STEP.lastIndex = position;
    const [step, name, index] = STEP.exec(path) ?? [];
    if (step === undefined) break;
    steps.push(name ?? Number(index));
    position += step.length;
  }
  if (!path.startsWith("$") || position < path.length) {
    throw validationError(`The JSON path ${path} is not valid or not supported.`);
  }
  return (event) =>
    steps.reduce<unknown>(
      (value, step) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, step)
          ? Reflect.get(value, step)
          : undefined,
      event,
    );
}
