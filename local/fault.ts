/**
 * What goes wrong inside a stand-in, other than by its caller's doing. Process-wide, as a full disk is: whoever runs the
 * host may listen, and without a listener every fault is written to standard error.
 */
type Listener = (what: string, error: unknown) => void;

const listeners = new Set<Listener>();

/** Returns the function that ends the listening. */
export function onFault(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Work that was under way when the host stopped finds the store closed; it is done again at the next start. */
const isAfterTheEnd = (error: unknown) =>
  (error as { readonly code?: unknown } | null)?.code === "LEVEL_DATABASE_NOT_OPEN";

/** @param what which work failed, for the reader of the log */
export function reportFault(what: string, error: unknown): void {
  if (isAfterTheEnd(error)) return;
  if (listeners.size === 0) console.error(`${what}:`, error);
  for (const listener of listeners) listener(what, error);
}
