type Value = string | File;

/**
 * The fields of a form. Those that occur several times, or whose name ends in `[]`, become lists; files stay `File`s. An
 * empty field is one that was not filled in.
 */
export function formValues(form: FormData): Record<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const key of new Set(form.keys())) {
    const values = filledIn(form.getAll(key));
    const [first] = values;
    if (first === undefined || isFiller(key, first)) continue;
    const isList = values.length > 1 || key.endsWith("[]");
    fields.set(key.replace(/\[\]$/, ""), isList ? values : first);
  }
  return Object.fromEntries(fields);
}

/** Python clients of the platform send some texts twice, as a field and as a file of the same name: the field counts. */
function filledIn(values: readonly Value[]): readonly Value[] {
  const texts = values.filter((value) => typeof value === "string" && value !== "");
  return texts.length > 0 ? texts : values.filter((value) => typeof value !== "string");
}

/** Names under which the same clients add an empty file, so that a body without files is a form too. */
const FILLERS = new Set(["_", "dummy"]);

const isFiller = (key: string, value: Value) =>
  FILLERS.has(key) && typeof value !== "string" && value.size === 0;
