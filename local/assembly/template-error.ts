/** Something in the template that the local host does not understand; the message names the place. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

/** Runs `work` and puts `place` (a resource, a condition, an output) before the message of its `TemplateError`. */
export function at<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError) throw new TemplateError(`${place}: ${error.message}`);
    throw error;
  }
}
