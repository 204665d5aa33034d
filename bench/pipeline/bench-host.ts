import { join } from "node:path";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { SFNClient } from "@aws-sdk/client-sfn";
import { type Clients, clientsOf } from "../../bin/local/clients.ts";
import { synthesize } from "../../bin/local/synthesize.ts";
import { RunEnded } from "../../lambda/contracts/workflow.ts";
import { type Host, startHost } from "../../local/host.ts";
import type { BusEvent } from "../../local/service.ts";

/** The local host as `npm start` boots it, and what the benchmark sees of it. */
export interface BenchHost {
  readonly host: Host;
  /** From the cloud assembly to a host that takes uploads. */
  readonly bootMs: number;
  readonly clients: Clients;
  readonly bedrock: BedrockRuntimeClient;
  readonly executions: SFNClient;
  /** The end of the next run of a key. Ask before the upload: an end that nobody asked for is forgotten. */
  ended(key: string): Promise<RunEnded>;
}

/** Calls a minute. The models alone and the pipeline in turn make more of them than an account may, a video does not. */
const NO_QUOTA = { pegasus: 1e6, marengo2: 1e6, marengo3: 1e6 };

/** @param folder gets the cloud assembly and all state */
export async function startBenchHost(folder: string): Promise<BenchHost> {
  const assembly = join(folder, "cdk.out");
  synthesize(assembly);
  const startedMs = Date.now();
  const waiting = new Map<string, (ended: RunEnded) => void>();
  const host = await startHost({
    assembly,
    dataDir: join(folder, "data"),
    port: 0,
    modelLatencySec: 0,
    warmFunctions: true,
    bedrock: { quotas: { requestsPerMinute: NO_QUOTA } },
    onEvent: (event) => tell(event, waiting),
  });
  const bootMs = Date.now() - startedMs;
  const { endpoint, place } = host;
  const settings = {
    endpoint,
    region: place.region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  return {
    host,
    bootMs,
    clients: clientsOf(host),
    bedrock: new BedrockRuntimeClient(settings),
    executions: new SFNClient(settings),
    ended: (key) => new Promise((resolve) => waiting.set(key, resolve)),
  };
}

function tell(event: BusEvent, waiting: Map<string, (ended: RunEnded) => void>): void {
  if (event.source !== "reelbase" || event["detail-type"] !== "Run ended") return;
  const ended = RunEnded.parse(event.detail);
  waiting.get(ended.key)?.(ended);
  waiting.delete(ended.key);
}
