import type { Json } from "../json.ts";
import type { Reader } from "./fields.ts";
import type { Machine } from "./machine.ts";
import type { TaskResource } from "./task-resource.ts";

/** Says what is wrong with a Task's resource or with the names of its Arguments; undefined: nothing. */
export type ResourceCheck = (resource: TaskResource, argumentsValue: Json | undefined) => string | undefined;

/** What holds for the whole definition while its states are read. */
export interface ParseContext {
  /** Whether states that name no language are in JSONata. */
  readonly jsonata: boolean;
  readonly checkResource: ResourceCheck;
  /** Names of states so far: they are unique in the whole definition. */
  readonly taken: Set<string>;
  /** Reads a branch or processor. */
  readonly parseMachine: (reader: Reader, context: ParseContext) => Machine;
}
