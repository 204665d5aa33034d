import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type Clock, wallClock } from "../../../local/clock.ts";
import type { Caller } from "../../../local/service.ts";
import { createSqs, type SqsStandIn } from "../../../local/sqs/stand-in.ts";
import { openStore, type Store } from "../../../local/store.ts";
import { developer, dummyCredentials, serve } from "../serve.ts";

export const place = { account: "123456789012", region: "eu-west-1" };

/** The stand-in behind a port, on a folder that may hold what an earlier one left. */
export interface Host {
  readonly sqs: SqsStandIn;
  readonly store: Store;
  readonly client: SQSClient;
  close(): Promise<void>;
}

export async function openHost(
  dir: string,
  clock: Clock = wallClock(),
  caller: Caller = developer,
): Promise<Host> {
  const store = await openStore(dir);
  const sqs = await createSqs({ store, clock, place, endpoint: () => port.endpoint });
  const port = await serve(sqs, caller);
  const client = new SQSClient({
    endpoint: port.endpoint,
    region: place.region,
    credentials: dummyCredentials,
    maxAttempts: 1,
  });
  return {
    sqs,
    store,
    client,
    async close() {
      client.destroy();
      await sqs.close();
      await port.close();
      await store.close();
    },
  };
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "reelbase-sqs-"));
}
