import { createHash } from "node:crypto";
import type { Caller } from "../../service.ts";
import type { Records, Store } from "../../store.ts";
import type { Definition } from "../definition/machine.ts";
import { parseDefinition } from "../definition/parse.ts";
import type { ResourceCheck } from "../definition/parse-context.ts";
import type { Language } from "../expressions/functions.ts";

/** A state machine of this process. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly definition: string;
  readonly definitionHash: string;
  /** Its role. */
  readonly caller: Caller;
  readonly createdMs: number;
}

/** Compiled definitions, by the hash of their text: of the machines as they are and of executions begun earlier. */
export class Definitions {
  readonly #records: Records<string>;
  readonly #language: Language;
  readonly #checkResource: ResourceCheck;
  readonly #compiled = new Map<string, Definition>();

  constructor(store: Store, language: Language, checkResource: ResourceCheck) {
    this.#records = store.records<string>("step-functions-definitions");
    this.#language = language;
    this.#checkResource = checkResource;
  }

  /** @throws DefinitionError */
  compile(text: string): { hash: string; definition: Definition } {
    const hash = createHash("sha256").update(text).digest("hex");
    const known = this.#compiled.get(hash);
    if (known !== undefined) return { hash, definition: known };
    const definition = parseDefinition(text, this.#language, this.#checkResource);
    this.#compiled.set(hash, definition);
    return { hash, definition };
  }

  /** Keeps the text for as long as the store lives: an open execution may need it after an update. */
  async keep(hash: string, text: string): Promise<void> {
    if ((await this.#records.get(hash)) === undefined) await this.#records.put(hash, text);
  }

  async find(hash: string): Promise<Definition> {
    const known = this.#compiled.get(hash);
    if (known !== undefined) return known;
    const text = await this.#records.get(hash);
    if (text === undefined) throw new Error(`the definition ${hash} is not in the store`);
    return this.compile(text).definition;
  }
}
