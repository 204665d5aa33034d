/** Values of the shell variables that a command names. */
export type Variables = Readonly<Record<string, string>>;

/** What a document's shell blocks hold of a program: each call as its words, the way a shell would hand them over. */
export function callsOf(program: string, script: string): string[] {
  const begins = new RegExp(`(?<![\\w./-])${program}(?= )`, "g");
  return [...script.matchAll(begins)].map(({ index }) => script.slice(index));
}

const END_OF_COMMAND = new Set(["\n", "|", ";", ")"]);

/**
 * The words of the command with which a script begins: quotes, variables and continued lines as in a POSIX shell.
 * @throws Error for a variable that is not known, and for what is no simple command
 */
export function wordsOfCommand(script: string, variables: Variables): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  let at = 0;
  const add = (text: string) => {
    word = (word ?? "") + text;
  };
  const end = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  for (; at < script.length; at++) {
    const sign = script[at] ?? "";
    if (quote === "'") {
      if (sign === "'") quote = "";
      else add(sign);
    } else if (sign === "\\") {
      at++;
      if (script[at] !== "\n") add(script[at] ?? "");
    } else if (sign === "$") {
      const [name = ""] = /^\w+/.exec(script.slice(at + 1)) ?? [];
      const value = variables[name];
      if (value === undefined) throw new Error(`${script.slice(at, at + 20)} is no known variable`);
      add(value);
      at += name.length;
    } else if (sign === quote) quote = "";
    else if (quote !== "") add(sign);
    else if (sign === "'" || sign === '"') {
      quote = sign;
      add("");
    } else if (END_OF_COMMAND.has(sign)) break;
    else if (sign === " ") end();
    else add(sign);
  }
  if (quote !== "") throw new Error(`a quote that does not end: ${script.slice(0, 60)}`);
  end();
  return words;
}
