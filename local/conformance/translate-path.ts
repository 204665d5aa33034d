import { isObject, type Json } from "../step-functions/json.ts";
import { intrinsicExpression } from "./translate-intrinsic.ts";
import { Untranslatable } from "./untranslatable.ts";

const SIMPLE = /^((?:\.[A-Za-z_][\w-]*|\['[^'\]]+'\]|\[\d+\])*)$/;

/**
 * JSONata for a path of member names and indices, or for an intrinsic function of such paths.
 * @param root what `$` stands for
 */
export function pathExpression(path: Json | undefined, root: string, absent: string): string {
  if (path === undefined) return absent;
  if (path === null) return "{}";
  const text = String(path);
  if (text.startsWith("States.")) {
    return intrinsicExpression(text, (each) => pathExpression(each, root, absent));
  }
  if (text.startsWith("$$")) return steps(text.slice(2), "$states.context", text);
  if (/^\$[A-Za-z_]/.test(text)) {
    const [, name = "", rest = ""] = /^\$([A-Za-z_]\w*)(.*)$/.exec(text) ?? [];
    return steps(rest, `$${name}`, text);
  }
  if (!text.startsWith("$")) throw new Untranslatable(`the path '${text}' is not translated`);
  return steps(text.slice(1), root, text);
}

function steps(rest: string, root: string, whole: string): string {
  if (!SIMPLE.test(rest)) throw new Untranslatable(`the path '${whole}' is not translated`);
  const parts = rest.match(/\.[A-Za-z_][\w-]*|\['[^'\]]+'\]|\[\d+\]/g) ?? [];
  return parts.reduce((text, part) => {
    if (/^\[\d/.test(part)) return `${text}${part}`;
    const name = part.startsWith(".") ? part.slice(1) : part.slice(2, -2);
    return `${text}.\`${name}\``;
  }, root);
}

/** A payload template: members whose name ends in `.$` hold paths. */
export function template(value: Json, root: string): Json {
  if (Array.isArray(value)) return value.map((each) => template(each, root));
  if (!isObject(value)) {
    // What looks like JSONata is a literal in JSONPath.
    return typeof value === "string" && value.startsWith("{%") ? `{% ${JSON.stringify(value)} %}` : value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]): [string, Json] => {
      if (!key.endsWith(".$")) return [key, template(member, root)];
      if (typeof member !== "string")
        throw new Untranslatable(`the path '${String(member)}' is not translated`);
      return [key.slice(0, -2), `{% ${pathExpression(member, root, root)} %}`];
    }),
  );
}
