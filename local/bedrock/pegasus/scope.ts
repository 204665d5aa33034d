import type { Highlight } from "../scenes/highlights.ts";
import type { Facts, Scene } from "./facts.ts";

/** What a part of the answer is about: the whole video, one chapter or one highlight. */
export interface Scope {
  readonly facts: Facts;
  readonly scene: Scene;
  readonly kind: "video" | "chapter" | "highlight";
  readonly highlight?: Highlight;
  /** Place among its brothers, from 0. */
  readonly index: number;
}
