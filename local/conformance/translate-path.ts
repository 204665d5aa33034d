import { isObject, type Json } from "../step-functions/json.ts";

/** A definition does what has no simple counterpart in JSONata. */
export class Untranslatable extends Error {
  override readonly name = "Untranslatable";
}

const SIMPLE = /^((?:\.[A-Za-z_][\w-]*|\['[^'\]]+'\]|\[\d+\])*)$/;

/**
 * JSONata for a path of member names and indices.
 * @param root what `$` stands for
 */
export function pathExpression(path: Json | undefined, root: string, absent: string): string {
  if (path === undefined) return absent;
  if (path === null) return "{}";
  const text = String(path);
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
    if (typeof value === "string" && value.startsWith("{%"))
      throw new Untranslatable("a literal looks like JSONata");
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]): [string, Json] => {
      if (!key.endsWith(".$")) return [key, template(member, root)];
      if (typeof member !== "string" || !member.startsWith("$")) {
        throw new Untranslatable(`the intrinsic function '${String(member)}' is not translated`);
      }
      return [key.slice(0, -2), `{% ${pathExpression(member, root, root)} %}`];
    }),
  );
}
