import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { documentAt } from "./markdown.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LINK = /\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g;

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

test("links in the README and in docs lead to a file and a heading that are there", async () => {
  const names = await readdir(join(ROOT, "docs"), { recursive: true });
  const documents = [
    "README.md",
    ...names.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`),
  ];
  const broken: string[] = [];
  for (const document of documents) {
    for (const [link, path = "", anchor] of (await documentAt(document)).matchAll(LINK)) {
      const target = path === "" ? document : join(dirname(document), path);
      if (!existsSync(join(ROOT, target))) broken.push(`${document}: ${link}`);
      else if (anchor !== undefined) {
        const headings = [...(await documentAt(target)).matchAll(/^#+ (.+)$/gm)];
        if (!headings.some(([, heading = ""]) => anchorOf(heading) === anchor))
          broken.push(`${document}: ${link}`);
      }
    }
  }
  expect(broken).toEqual([]);
});
