import { run } from "./test-io.ts";

test.each([
  [["serch", "blue"], "unknown command 'serch'. Did you mean search?"],
  [["search", "blue", "--lik", "x"], "unknown option '--lik'. Did you mean --like?"],
  [["search"], "Say what to search for"],
  [["search", "blue", "--limit", "0"], "whole number from 1 to 1000"],
  [["search", "blue", "--limit", "2.5"], "whole number"],
  [["search", "blue", "--in", "smell"], "some of visual"],
  [["search", "blue", "--in", ","], "some of visual"],
  [["search", "blue", "--filter", "city"], '"city" is no condition'],
  [["search", "blue", "--filter", "duration>=long"], "compared with numbers"],
  [["search", "blue", "--filter", "fps=25", "--filter", "fps>=20"], "both a value and a bound"],
  [["classify"], "Name a class"],
  [["classify", "--class", "="], "is no class"],
  [["classify", "a.mp4", "--class", "red", "--index", "x"], "not both"],
  [["classify", "--class", "red", "--min-ratio", "2"], "from 0 to 1"],
  [["ask", "beach.mp4"], "missing required argument 'question'"],
  [["ask", "beach.mp4", " "], "Ask something"],
  [["ask", "beach.mp4", "what?", "--temperature", "hot"], "from 0 to 1"],
  [["show"], "missing required argument 'video'"],
  [["show", "a", "b"], "too many arguments"],
  [["summarize", "beach.mp4", "--type", "poem"], "Allowed choices are summary, chapter, highlight"],
  [["embed"], "Give a text"],
  [["embed", "red", "--video", "beach.mp4"], "--video is alone"],
  [["embed", "red", "--option", "visual"], "--option goes with --video"],
  [["export", "--format", "vtt"], "say --out FOLDER"],
  [["export", "--json"], "--format"],
  [["export", "beach.mp4", "--index", "x"], "not both"],
  [["put"], "missing required argument 'path'"],
  [["put", ""], "not an empty text"],
  [["put", "/nowhere/a.mp4"], "/nowhere/a.mp4 is not there"],
  [["put", "a.mp4", "--meta", "city"], "--meta name=value"],
  [["put", "a.mp4", "--meta", "City Name=Rome"], "lower-case letters"],
  [["put", "a.mp4", "--meta", `a=${"x".repeat(2048)}`], "S3 takes 2048"],
  [["put", "a.mp4", "--parts", "0"], "from 1 to 32"],
  [["indexes", "create"], "missing required argument 'name'"],
  [["indexes", "drop", "x"], "too many arguments"],
  [["keys", "create"], "required option '--name <name>' not specified"],
  [["keys", "create", "--name", "x", "--expires", "soon"], "12h, 90d or 4w"],
  [["keys", "create", "--name", "x", "--scope", "admin"], "--scope is read"],
  [["keys", "revoke", "all"], "is no id of a key"],
  [["--url", "ftp://x", "ls"], "no address of an API"],
])("refuses %j in one line, with exit code 2", async (argv, sentence) => {
  const { code, out, err } = await run(argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(sentence);
  expect(err).toMatch(/^reelbase: [^\n]+\n$/);
});

test("shows its help on standard error when nothing is asked, as that was no use of it", async () => {
  const { code, out, err } = await run([]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("Usage: reelbase");
});

test.each([
  ...["put", "ls", "show", "runs", "search", "classify", "ask", "gist", "summarize", "embed"],
  ...["indexes", "export", "rm", "keys", "doctor"],
])("%s --help has examples, on standard output", async (command) => {
  const { code, out, err } = await run([command, "--help"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain(`Usage: reelbase ${command}`);
  expect(out).toContain(`$ reelbase ${command}`);
});

test("says where a reelbase could be when there is none", async () => {
  const { code, err } = await run(["ls", "--data", "/nowhere"]);
  expect(code).toBe(1);
  expect(err).toMatch(/^reelbase: There is no local host in \/nowhere, [^\n]+npm start[^\n]+\n$/);
});
