/** The recordings or the library made for them cannot be used; the message is for the person at the keyboard. */
export class CompatError extends Error {
  override readonly name = "CompatError";
}
