import { conformance } from "../local/conformance/conformance.ts";

const [dir, ...more] = process.argv.slice(2);

if (dir === undefined || more.length > 0) {
  console.error(
    "usage: npm run conformance -- DIR   (a folder with recordings, *.snapshot.json, and the archive of their " +
      "definitions, *.tar.gz)\nexit code: 0 all in scope match, 1 something does not, 2 nothing could be compared",
  );
  process.exitCode = 2;
} else {
  try {
    const { lines, passed } = await conformance(dir);
    for (const line of lines) console.log(line);
    process.exitCode = passed ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}
