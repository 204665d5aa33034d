import { remote } from "./serve.ts";

const LIMIT_MS = 120_000;
const PAUSE_MS = 1_000;

/**
 * Repeats a check until it passes: a real service shows some changes only after a moment. A stand-in shows all of them
 * at once, so there is one try for it.
 *
 * @throws whatever the last try threw
 */
export async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + (remote ? LIMIT_MS : 0);
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
