/** A definition does what has no simple counterpart in JSONata. */
export class Untranslatable extends Error {
  override readonly name = "Untranslatable";
}
