import { compileTemplate } from "../expressions/template.ts";
import { child, type Reader, refuse, template } from "./fields.ts";
import type { Assignments, Leaving } from "./machine.ts";

/** Output and Assign, which are evaluated when a state (or rule, or catcher) is left. */
export function leaving(reader: Reader): Leaving {
  return { output: template(reader, "Output"), assign: assignments(reader) };
}

/** Letters, digits and `_`, at most 80 characters; `states` is reserved. */
const VARIABLE_NAME = /^[\p{L}_][\p{L}\p{N}_]{0,79}$/u;

function assignments(reader: Reader): Assignments {
  if (reader.value["Assign"] === undefined) return new Map();
  const assign = child(reader, "Assign");
  return new Map(
    Object.entries(assign.value).map(([name, value]) => {
      if (!VARIABLE_NAME.test(name) || name === "states") {
        refuse(assign, `'${name}' is not a valid variable name`);
      }
      try {
        return [name, compileTemplate(value, `${reader.prefix}Assign/${name}`, reader.language)];
      } catch (error) {
        return refuse(assign, (error as Error).message);
      }
    }),
  );
}
