import { usageError } from "../failure.ts";

/** Fields of a video that are numbers; every other condition is left as text, which the API compares by its look. */
const NUMBERS: ReadonlySet<string> = new Set(["duration", "width", "height", "size", "fps"]);
const OPERATORS: Readonly<Record<string, string>> = { ">=": "gte", "<=": "lte", ">": "gt", "<": "lt" };
const CONDITION = /^([^<>=]+?)\s*(>=|<=|>|<|=)\s*(.*)$/s;

/**
 * The filter of the API from conditions such as `city=Rome`, `duration>=60`. Several values of one name are
 * alternatives; several bounds of one name hold together.
 * @throws CliError for what is no condition
 */
export function filterOf(conditions: readonly string[]): Record<string, unknown> | undefined {
  if (conditions.length === 0) return undefined;
  const values = new Map<string, (string | number)[]>();
  const bounds = new Map<string, Record<string, string | number>>();
  for (const condition of conditions) {
    const [, name = "", operator = "", text = ""] = CONDITION.exec(condition) ?? [];
    if (name === "" || text === "")
      throw usageError(`"${condition}" is no condition; write name=value, or name>=number.`);
    const value = comparedWith(name, text);
    const bound = OPERATORS[operator];
    if (bound === undefined) values.set(name, [...(values.get(name) ?? []), value]);
    else bounds.set(name, { ...bounds.get(name), [bound]: value });
  }
  const mixed = [...values.keys()].find((name) => bounds.has(name));
  if (mixed !== undefined) throw usageError(`${mixed} has both a value and a bound; give one of them.`);
  const equal = [...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all] as const);
  return Object.fromEntries([...equal, ...bounds]);
}

function comparedWith(name: string, text: string): string | number {
  if (!NUMBERS.has(name)) return text;
  const number = Number(text);
  if (!Number.isFinite(number)) throw usageError(`${name} is compared with numbers, not with "${text}".`);
  return number;
}
