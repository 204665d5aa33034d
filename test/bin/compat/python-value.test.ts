import fc from "fast-check";
import { JoinedText, pythonValue, Variable } from "../../../bin/compat/python-value.ts";

test.each([
  ["constants", "[True, False, None]", [true, false, null]],
  ["numbers", "[1, -2.5, 1_000, 1e3, .5, 0x10]", [1, -2.5, 1000, 1000, 0.5, 16]],
  ["a tuple", "(1, 2,)", [1, 2]],
  ["a tuple of one", "(1,)", [1]],
  ["parentheses", "(1)", 1],
  ["a set", "{1, 2}", [1, 2]],
  ["an empty dict", "{}", {}],
  ["escapes", String.raw`"a\n\t\"\x41\u00e9\q"`, 'a\n\t"Aé\\q'],
  ["a raw text", String.raw`r"a\n"`, "a\\n"],
  ["texts one after the other", `("one "\n 'two')`, "one two"],
  ["texts that are added", `"one " + "two"`, "one two"],
  ["a text of several lines", '"""one\ntwo "quoted" """', 'one\ntwo "quoted" '],
  ["an f-string without expressions", `f"a {{b}}"`, "a {b}"],
  ["a text that is trimmed", `" a ".strip()`, " a "],
  ["lists that are added", "[1] + [2]", [1, 2]],
  ["a value in JSON form", "json.dumps({'a': 1})", { a: 1 }],
  ["an assignment", "data = {'a': 1}", { a: 1 }],
  ["several assignments", "url = 'x'\ndata = {'a': 1}\n", { a: 1 }],
])("reads %s", (_, source, value) => {
  expect(pythonValue(source)).toEqual(value);
});

test("reads a dict with comments, both quotes and commas at the end", () => {
  const source = `{
    "search_options": ["visual", 'audio',],  # where to look
    # a comment of its own: with "quotes" and {braces}
    "threshold": {
        "min_video_score": 80,  # a #
    },
  }`;
  expect(pythonValue(source)).toEqual({
    search_options: ["visual", "audio"],
    threshold: { min_video_score: 80 },
  });
});

test.each([
  ["INDEX_ID", "INDEX_ID"],
  ["os.getenv('INDEX_ID')", "INDEX_ID"],
  ["response.json().get('_id')", "_id"],
  ["videos[0]['video_id']", "video_id"],
  ["task.video_id", "video_id"],
  ["str(VIDEO_ID)", "VIDEO_ID"],
])("%s is a variable called %s", (source, name) => {
  expect(pythonValue(`{"a": ${source}}`)).toEqual({ a: new Variable(name) });
});

test("a text with variables keeps the parts that are known", () => {
  expect(pythonValue(`f"about {topic!r:>10}, " + MORE`)).toEqual(
    new JoinedText(["about ", new Variable("topic"), ", ", new Variable("MORE")]),
  );
  expect(pythonValue(`f"{count + 1 if count else 0}"`)).toEqual(new JoinedText([new Variable("text")]));
});

test.each([
  ["{", "line 1: a value is missing"],
  [`{"a": 1\n "b": 2}`, 'line 2: "," is missing'],
  [`{"a": "b\n}`, "line 1: a text has no end"],
  [`{"a": $}`, 'line 1: "$" cannot be read'],
  ["{1: 2}", "line 1: the name of a field is no text"],
  ["[1] [2]", "line 1: something follows the value"],
  ["[x for x in y]", 'line 1: "," is missing'],
])("%j is refused", (source, message) => {
  expect(() => pythonValue(source)).toThrow(message);
});

test("everything that JSON can say is read as JSON reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value);
      expect(JSON.stringify(pythonValue(json))).toBe(JSON.stringify(JSON.parse(json)));
    }),
  );
});
