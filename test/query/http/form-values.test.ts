import { formValues } from "../../../lambda/query/http/form-values.ts";

const file = (text: string, name = "upload") => new File([text], name);

function formOf(...fields: readonly (readonly [string, string | File])[]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test.each<[string, FormData, unknown]>([
  ["a field", formOf(["text", "blue"]), { text: "blue" }],
  ["a field that occurs twice", formOf(["options", "a"], ["options", "b"]), { options: ["a", "b"] }],
  ["a field named as a list", formOf(["options[]", "a"]), { options: ["a"] }],
  ["a field that was not filled in", formOf(["url", ""], ["text", "blue"]), { text: "blue" }],
  ["a text that comes as a file too", formOf(["text", "blue"], ["text", file("blue")]), { text: "blue" }],
  ["an empty file that makes a body a form", formOf(["_", file("")], ["dummy", file("", "")]), {}],
  ["a name that is nobody's filler", formOf(["_", "x"]), { _: "x" }],
])("reads %s", (_, form, expected) => {
  expect(formValues(form)).toEqual(expected);
});

test("keeps files", () => {
  const { video, images } = formValues(
    formOf(["video", file("v")], ["images", file("1")], ["images", file("2")]),
  );
  expect(video).toBeInstanceOf(File);
  expect(images).toHaveLength(2);
});
