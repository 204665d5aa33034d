/** What has to be removed at the end of a test file, whether its tests passed or not. */
export interface CleanUp {
  /** Remembers a step. To be called before the resource is made: a request may do its work and fail all the same. */
  add(step: () => Promise<unknown>): void;
  /**
   * Runs the steps from the last to the first, each of them even when others fail.
   *
   * @throws AggregateError with all failures
   */
  run(): Promise<void>;
}

/** @param isGone tells the error of a resource that is not there (any more), which is no failure */
export function createCleanUp(isGone: (name: string) => boolean): CleanUp {
  const steps: (() => Promise<unknown>)[] = [];
  return {
    add: (step) => void steps.push(step),
    async run() {
      const failures: unknown[] = [];
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (error) {
          if (!isGone((error as Error).name)) failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, `not removed: ${failures.join("; ")}`);
    },
  };
}
