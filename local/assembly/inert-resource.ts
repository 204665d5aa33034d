import type { Identity, ResourceType } from "./resource-type.ts";

interface Names {
  readonly nameProperty?: string;
  readonly ref?: (identity: Identity) => string;
  readonly attributes?: Readonly<Record<string, (identity: Identity) => string>>;
}

/** The longest name that a log group may have; the other types take less but are named by nobody. */
const NAME_LIMIT = 512;

/** A type whose resources change nothing locally; their properties are not even resolved. */
export function definesNothing(type: string, _reason: string, names: Names = {}): ResourceType {
  return {
    type,
    nameProperty: names.nameProperty,
    nameRule: { limit: NAME_LIMIT },
    ref: names.ref ?? (({ name }) => name),
    attributes: names.attributes ?? {},
    prepare: () => ({ fixed: undefined, create: async () => {} }),
  };
}
