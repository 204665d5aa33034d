/** What a `curl` command sends. @param words as a shell hands them over @param files by the name behind `@` */
export function requestOfCurl(words: readonly string[], files: Readonly<Record<string, Buffer>>): Request {
  const headers = new Headers();
  const form = new FormData();
  let [url, body]: (string | undefined)[] = [];
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? "";
    if (/^-[sN]+$/.test(word)) continue;
    if (!word.startsWith("-")) {
      url = word;
      continue;
    }
    const value = words[++at] ?? "";
    const split = value.search(/[:=]/);
    const [name, rest] = [value.slice(0, split), value.slice(split + 1)];
    if (word === "-H") headers.set(name, rest.trim());
    else if (word === "-d") body = value;
    else if (word === "-F") form.append(name, fieldOf(rest, files));
    else throw new Error(`curl ${word} is not known`);
  }
  if (url === undefined) throw new Error("curl without an address");
  if (body !== undefined) return new Request(url, { method: "POST", headers, body });
  return [...form.keys()].length === 0
    ? new Request(url, { headers })
    : new Request(url, { method: "POST", headers, body: form });
}

function fieldOf(value: string, files: Readonly<Record<string, Buffer>>): string | File {
  if (!value.startsWith("@")) return value;
  const name = value.slice(1);
  const content = files[name];
  if (content === undefined) throw new Error(`there is no file ${name}`);
  return new File([new Uint8Array(content)], name);
}
