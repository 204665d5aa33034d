import * as z from "zod";
import type { IndexId } from "../../keys.ts";

/** What a key may do: `read` looks and asks (questions may cost model calls), `write` changes the library. */
export const Scope = z.enum(["read", "write"]);
export type Scope = z.infer<typeof Scope>;

/** Who makes a request, as the gate in front of the API found out. */
export interface Caller {
  /** The name that the key was given, for the log. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The only indexes that this caller may see; absent when there is no restriction. */
  readonly indexIds?: readonly IndexId[];
}
