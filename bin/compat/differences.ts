import type { Shape } from "./shape.ts";

export interface Difference {
  /** Where: `data[].metadata.fps`; empty for the whole body. */
  readonly path: string;
  readonly kind: "missing" | "additional" | "type" | "status" | "operation";
  readonly text: string;
}

/**
 * Where our answer has other fields or types than the recorded one. A list that is empty on one side tells nothing of its
 * elements.
 */
export function shapeDifferences(recorded: Shape, ours: Shape, path = ""): Difference[] {
  if ([...ours.kinds].some((kind) => !recorded.kinds.has(kind)))
    return [{ path, kind: "type", text: `${kindsOf(recorded)} recorded, ${kindsOf(ours)} here` }];
  if (recorded.format !== undefined && ours.kinds.has("text") && ours.format !== recorded.format)
    return [
      { path, kind: "type", text: `${recorded.format} recorded, ${ours.format ?? "another text"} here` },
    ];
  const elements =
    recorded.element !== undefined && ours.element !== undefined
      ? shapeDifferences(recorded.element, ours.element, `${path}[]`)
      : [];
  return [...fieldDifferences(recorded, ours, path), ...elements];
}

function fieldDifferences(recorded: Shape, ours: Shape, path: string): Difference[] {
  const inner = (name: string) => (path === "" ? name : `${path}.${name}`);
  const missing = [...recorded.fields.entries()].flatMap(([name, shape]) => {
    const field = ours.fields.get(name);
    return field === undefined
      ? [{ path: inner(name), kind: "missing", text: `${kindsOf(shape)} recorded, missing here` } as const]
      : shapeDifferences(shape, field, inner(name));
  });
  const additional = [...ours.fields.entries()].flatMap(([name, shape]) =>
    recorded.fields.has(name)
      ? []
      : [{ path: inner(name), kind: "additional", text: `${kindsOf(shape)} here, not recorded` } as const],
  );
  return [...missing, ...additional];
}

const kindsOf = ({ kinds }: Shape) => [...kinds].sort().join(" or ");

/** Fields that both answers have, inner ones too: how much a comparison has seen. */
export function sharedFields(recorded: Shape, ours: Shape): number {
  const fields = [...recorded.fields.entries()].reduce((sum, [name, shape]) => {
    const field = ours.fields.get(name);
    return field === undefined ? sum : sum + 1 + sharedFields(shape, field);
  }, 0);
  if (recorded.element === undefined || ours.element === undefined) return fields;
  return fields + sharedFields(recorded.element, ours.element);
}
