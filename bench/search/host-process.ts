import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { HostFacts } from "./host.ts";
import type { Memory } from "./memory.ts";

/** A local host in a process of its own. */
export interface HostProcess extends HostFacts {
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

/** @param assembly folder of the cloud assembly @param dataDir folder of all state */
export async function startHostProcess(assembly: string, dataDir: string): Promise<HostProcess> {
  const child = fork(fileURLToPath(new URL("./host.ts", import.meta.url)), [assembly, dataDir], {
    execArgv: ["--import", "tsx"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const facts = (await told(child)) as HostFacts;
  return {
    ...facts,
    memory: () => {
      child.send("memory");
      return told(child) as Promise<Memory>;
    },
    stop: () => {
      child.send("stop");
      return ended;
    },
  };
}

/** What the process says next. */
function told(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const gone = (status: number | null) => reject(new Error(`the host ended with ${status}`));
    child.once("exit", gone);
    child.once("message", (message) => {
      child.off("exit", gone);
      resolve(message);
    });
  });
}
