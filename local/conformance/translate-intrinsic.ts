import { Untranslatable } from "./untranslatable.ts";

/** How a path becomes JSONata. */
type PathExpression = (path: string) => string;

const CHARACTERS = /^'((?:[^'\\]|\\[\s\S])*)'/;
const LITERAL = /^(-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null)(?=\s*[,)])/;
const CALL = /^States\.([A-Za-z0-9]+)\(/;
/** A path ends where the argument does; its brackets may hold anything. */
const PATH = /^\$(?:[^,)[\s]|\[[^\]]*\])*/;

/** One argument: the text it was written with, for literals, and the JSONata it becomes. */
interface Argument {
  readonly literal: string | undefined;
  readonly text: string;
}

/**
 * JSONata for a call of an intrinsic function of JSONPath machines.
 * @throws Untranslatable for one that has no counterpart
 */
export function intrinsicExpression(source: string, path: PathExpression): string {
  const reader = new Reader(source, path);
  const { text } = reader.argument();
  reader.end();
  return text;
}

class Reader {
  readonly #source: string;
  readonly #path: PathExpression;
  #rest: string;

  constructor(source: string, path: PathExpression) {
    this.#source = source;
    this.#path = path;
    this.#rest = source.trim();
  }

  argument(): Argument {
    const [characters, inner] = this.#take(CHARACTERS);
    if (characters !== undefined) return { literal: inner ?? "", text: quote(unescaped(inner ?? "")) };
    const [literal] = this.#take(LITERAL);
    if (literal !== undefined) return { literal: undefined, text: literal };
    const [call, name] = this.#take(CALL);
    if (call !== undefined) return { literal: undefined, text: this.#call(name ?? "") };
    const [path] = this.#take(PATH);
    if (path !== undefined) return { literal: undefined, text: this.#path(path) };
    return this.#refuse();
  }

  end(): void {
    if (this.#rest !== "") this.#refuse();
  }

  #call(name: string): string {
    const values: Argument[] = [];
    while (this.#take(/^\)/)[0] === undefined) {
      if (values.length > 0 && this.#take(/^,/)[0] === undefined) this.#refuse();
      values.push(this.argument());
    }
    const make = FUNCTIONS.get(name);
    return make === undefined ? this.#refuse() : make(values);
  }

  /** The match and its groups, taken off; none when it does not match. */
  #take(pattern: RegExp): (string | undefined)[] {
    const found = pattern.exec(this.#rest);
    if (found === null) return [];
    this.#rest = this.#rest.slice(found[0].length).trimStart();
    return [...found];
  }

  #refuse(): never {
    throw new Untranslatable(`the intrinsic function '${this.#source}' is not translated`);
  }
}

/** Elements of an array constructor are flattened by JSONata when they are arrays themselves. */
const element = (text: string) => `($e := ${text}; $type($e) = "array" ? [[$e]] : [$e])`;

const by = (make: (...texts: string[]) => string) => (values: readonly Argument[]) =>
  make(...values.map(({ text }) => text));

const FUNCTIONS = new Map<string, (values: readonly Argument[]) => string>([
  ["Array", by((...all) => all.map(element).reduce((list, each) => `$append(${list}, ${each})`, "[]"))],
  [
    "ArrayContains",
    by((list, value) => `($n := ${value}; $count($filter(${list}, function($e) {$e = $n})) > 0)`),
  ],
  ["ArrayGetItem", by((list, index) => `($l := ${list}; $i := ${index}; $l[$i])`)],
  ["ArrayLength", by((list) => `$count(${list})`)],
  ["ArrayPartition", by((list, size) => `$partition(${list}, ${size})`)],
  // A single value would lose its array.
  ["ArrayRange", by((first, last, step) => `[$range(${first}, ${last}, ${step})]`)],
  ["ArrayUnique", by((list) => `[$distinct(${list})]`)],
  ["Base64Decode", by((text) => `$base64decode(${text})`)],
  ["Base64Encode", by((text) => `$base64encode(${text})`)],
  ["Format", format],
  ["Hash", by((data, algorithm) => `$hash(${data}, ${algorithm})`)],
  ["JsonMerge", by((first, second) => `$merge([${first}, ${second}])`)],
  [
    "JsonToString",
    // JSONata leaves a text as it is; as the only element of a list it gets its quotes.
    by(
      (value) =>
        `($v := ${value}; $type($v) = "string" ? $replace($string([$v]), /^.|.$/, "") : $string($v))`,
    ),
  ],
  ["MathAdd", by((first, second) => `(${first} + ${second})`)],
  ["StringSplit", by(split)],
  ["StringToJson", by((text) => `$parse(${text})`)],
  ["UUID", by(() => "$uuid()")],
]);

function format([pattern, ...values]: readonly Argument[]): string {
  if (pattern?.literal === undefined)
    throw new Untranslatable("States.Format without a literal is not translated");
  const pieces = pattern.literal.split(/(?<!\\)\{\}/).map((piece) => quote(unescaped(piece)));
  return `(${pieces.flatMap((piece, index) => [piece, ...(values[index] === undefined ? [] : [values[index].text])]).join(" & ")})`;
}

/** Every character of the separator splits, and empty parts are dropped. */
function split(text: string = "", separators: string = ""): string {
  const one = `$reduce($c, function($t, $x) {$replace($t, $x, $c[0])}, ${text})`;
  return `($c := $split(${separators}, ""); [$filter($split(${one}, $c[0]), function($p) {$p != ""})])`;
}

function unescaped(text: string): string {
  return text.replace(/\\(['{}\\])/g, "$1");
}

function quote(text: string): string {
  return JSON.stringify(text);
}
