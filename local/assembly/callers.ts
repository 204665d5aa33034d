import { createHash } from "node:crypto";
import { AccessDenied, type Caller } from "../service.ts";

/** Begins every access key that the host hands out. Real ones begin with `AKIA` or `ASIA`. */
const PREFIX = "AKIDLOCAL";
const LENGTH = 20;

/** Shape of the keys that AWS hands out; those in its documentation end in `EXAMPLE`. */
const REAL_KEY = /^A[KS]IA(?!.*EXAMPLE$)[A-Z0-9]{16}$/;

/** Who can send a request: the developer, and the functions, each recognized by a dummy access key of its own. */
export class Callers {
  readonly #developer: Caller;
  readonly #byKey = new Map<string, Caller>();
  readonly #byName = new Map<string, Caller>();

  constructor(developer: Caller) {
    this.#developer = developer;
    this.#byName.set(developer.name, developer);
  }

  /**
   * Makes the key of a function. It is the same at every start, so that URLs presigned before a restart stay valid.
   * @param id unique among all functions of all stacks
   */
  issueKey(id: string, caller: Caller): string {
    const hash = createHash("sha256").update(id).digest("hex").toUpperCase();
    const key = PREFIX + hash.slice(0, LENGTH - PREFIX.length);
    this.#byKey.set(key, caller);
    this.#byName.set(caller.name, caller);
    return key;
  }

  /**
   * The caller behind a key. Any other dummy stands for the developer; so does no key at all: the port is bound to
   * loopback, and whoever reaches it could as well sign as `local`.
   * @returns undefined for a key of a function that is gone, and for what looks like a real AWS key: nobody should
   *   get used to sending those to a local port
   */
  byKey(key: string | undefined): Caller | undefined {
    if (key === undefined) return this.#developer;
    const caller = this.#byKey.get(key);
    if (caller !== undefined) return caller;
    return key.startsWith(PREFIX) || REAL_KEY.test(key) ? undefined : this.#developer;
  }

  /** The caller of work that outlives the process in which it began; one that is gone may do nothing. */
  byName(name: string): Caller {
    const nobody: Caller = {
      name,
      authorize(action, resource) {
        throw new AccessDenied(name, action, resource);
      },
    };
    return this.#byName.get(name) ?? nobody;
  }
}
