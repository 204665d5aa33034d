import type { ExecutionEnvironment } from "./execution-environment.ts";

/** The execution environments that wait for their next event. */
export interface EnvironmentPool {
  /** The environment of this function that was used last: it is the warmest. */
  take(functionName: string): ExecutionEnvironment | undefined;
  /** Keeps an environment for the next event; beyond the limit the one that waited longest is ended. */
  keep(functionName: string, environment: ExecutionEnvironment): void;
  close(): Promise<void>;
}

export function createEnvironmentPool(maxIdle: number): EnvironmentPool {
  const idle: { functionName: string; environment: ExecutionEnvironment }[] = [];
  const ending = new Set<Promise<void>>();
  const end = (environment: ExecutionEnvironment) => {
    const ended = environment.end().finally(() => ending.delete(ended));
    ending.add(ended);
  };
  return {
    take(functionName) {
      for (let i = idle.length - 1; i >= 0; i -= 1) {
        if (idle[i]?.functionName !== functionName) continue;
        const [found] = idle.splice(i, 1);
        if (found?.environment.alive) return found.environment;
      }
      return undefined;
    },
    keep(functionName, environment) {
      idle.push({ functionName, environment });
      if (idle.length > maxIdle) {
        const [oldest] = idle.splice(0, 1);
        if (oldest) end(oldest.environment);
      }
    },
    async close() {
      for (const { environment } of idle.splice(0)) end(environment);
      await Promise.all(ending);
    },
  };
}
