import { isObject, type Json, type JsonObject } from "../step-functions/json.ts";
import { parseJson5 } from "./json5.ts";

/** A definition from the archive. */
export interface Template {
  readonly path: string;
  /** File name without its ending. */
  readonly name: string;
  readonly definition: JsonObject;
  /** Names under which the sources beside it refer to it. */
  readonly constants: readonly string[];
  /** Expressions that the sources beside it keep by name, for tests that swap them in. */
  readonly expressions: ReadonlyMap<string, string>;
}

/** All definitions of an archive, with the names that its Python sources give to them. */
export function readTemplates(files: ReadonlyMap<string, Buffer>): Template[] {
  const sources = [...files].filter(([path]) => path.endsWith(".py"));
  const folders = sources.map(([path, text]) => readSource(path, text.toString("utf8")));
  return [...files].flatMap(([path, text]) => {
    if (!/\.json5?$/.test(path)) return [];
    const definition = tryParse(text.toString("utf8"));
    if (!isObject(definition) || !isObject(definition["States"])) return [];
    const near = folders.filter(({ folder }) => path.startsWith(`${folder}/`));
    const constants = near.flatMap(({ folder, files: named }) =>
      [...named].filter(([, file]) => `${folder}/${file}` === path).map(([name]) => name),
    );
    const expressions = new Map(near.flatMap((source) => [...source.expressions]));
    const name = (path.split("/").pop() ?? path).replace(/\.json5?$/, "");
    return [{ path, name, definition, constants, expressions }];
  });
}

interface Source {
  readonly folder: string;
  readonly files: ReadonlyMap<string, string>;
  readonly expressions: ReadonlyMap<string, string>;
}

const FILE = /^\s*(\w+)(?::[^=\n]*)?\s*=\s*os\.path\.join\(\s*_THIS_FOLDER,\s*"([^"]+)"\s*,?\s*\)/gm;
const EXPRESSION = /^\s*(\w+)(?::[^=\n]*)?\s*=\s*\(?\s*r?("\{%.*%\}"|'\{%.*%\}')/gm;

function readSource(path: string, text: string): Source {
  return {
    folder: path.slice(0, path.lastIndexOf("/")),
    files: new Map([...text.matchAll(FILE)].map(([, name = "", file = ""]) => [name, file])),
    expressions: new Map(
      [...text.matchAll(EXPRESSION)].map(([, name = "", quoted = ""]) => [name, quoted.slice(1, -1)]),
    ),
  };
}

function tryParse(text: string): Json {
  try {
    return parseJson5(text);
  } catch {
    return null;
  }
}

/** All states of a definition, those of branches and processors included, by name. */
export function statesOf(machine: JsonObject): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const [name, state] of Object.entries(asObject(machine["States"]))) {
    if (!isObject(state)) continue;
    found.set(name, state);
    const branches = Array.isArray(state["Branches"]) ? state["Branches"] : [];
    for (const inner of [...branches, state["ItemProcessor"], state["Iterator"]]) {
      if (isObject(inner)) for (const [each, value] of statesOf(inner)) found.set(each, value);
    }
  }
  return found;
}

export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

const PLAIN_FIELDS = new Set([
  "Type",
  "Comment",
  "Next",
  "End",
  "Error",
  "Cause",
  "Seconds",
  "QueryLanguage",
]);

/** Whether a state neither reads nor makes data: it is the same in JSONPath and JSONata. */
export function isPlain(state: JsonObject): boolean {
  return (
    ["Pass", "Succeed", "Fail", "Wait"].includes(String(state["Type"])) &&
    Object.keys(state).every((field) => PLAIN_FIELDS.has(field))
  );
}
