import { performance } from "node:perf_hooks";
import { startHost } from "../../local/host.ts";
import { memoryMb } from "./memory.ts";

/** What the process of the host tells whoever started it. */
export interface HostFacts {
  readonly endpoint: string;
  readonly region: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** From the cloud assembly to a host that takes requests. */
  readonly bootMs: number;
}

/** The local host in a process of its own, as `npm start` has it: what it holds is nobody else's. */
const [assembly = "", dataDir = ""] = process.argv.slice(2);
const startedMs = performance.now();
const host = await startHost({ assembly, dataDir, port: 0, modelLatencySec: 0, warmFunctions: true });
const { endpoint, place, outputs } = host;
const bootMs = performance.now() - startedMs;
process.send?.({ endpoint, region: place.region, outputs, bootMs } satisfies HostFacts);

process.on("message", (asked) => {
  if (asked === "memory") process.send?.(memoryMb());
  if (asked === "stop") void host.stop().then(() => process.exit());
});
// Whoever started it is gone: nobody will ask it to stop any more.
process.on("disconnect", () => process.exit());
