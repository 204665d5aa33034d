import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { type Clock, wallClock } from "../../../local/clock.ts";
import type { Caller } from "../../../local/service.ts";
import { createSqs, type SqsStandIn } from "../../../local/sqs/stand-in.ts";
import { openStore, type Store } from "../../../local/store.ts";
import { developer, dummyCredentials, remote, serve } from "../serve.ts";

export const place = { account: "123456789012", region: "eu-west-1" };

type Attributes = Partial<Record<QueueAttributeName, string>>;

/** The queue service that the contract tests talk to: the stand-in, or with `REMOTE=1` a real account. */
export interface Target {
  readonly client: SQSClient;
  /** Makes a queue with a name of its own; nothing comes back by itself unless the test says so. */
  createQueue(attributes?: Attributes): Promise<{ url: string; arn: string; name: string }>;
  send(url: string, body: string): Promise<string>;
  /** Receives once. */
  receive(url: string, options?: Partial<ReceiveMessageCommandInput>): Promise<Message[]>;
  /** Waits until something is there. */
  receiveOne(url: string, options?: Partial<ReceiveMessageCommandInput>): Promise<Message>;
  attribute(url: string, name: QueueAttributeName): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Twenty times as fast as the wall: a wait of seconds is short, and a slow machine does not overtake it. */
const SPEED = 20;

export async function openTarget(): Promise<Target> {
  if (remote) return target(new SQSClient({}), async () => {});
  const dir = await temporaryFolder();
  const host = await openHost(dir, wallClock(SPEED));
  return target(host.client, async () => {
    await host.close();
    await rm(dir, { recursive: true });
  });
}

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

function target(client: SQSClient, closeHost: () => Promise<void>): Target {
  const urls: string[] = [];
  const receive: Target["receive"] = async (url, options = {}) => {
    const answer = await client.send(new ReceiveMessageCommand({ QueueUrl: url, ...options }));
    return answer.Messages ?? [];
  };
  const attribute: Target["attribute"] = async (url, name) => {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [name] });
    return (await client.send(command)).Attributes?.[name];
  };
  return {
    client,
    receive,
    attribute,
    async createQueue(attributes = {}) {
      const name = `reelbase-test-${randomUUID()}`;
      const Attributes = { VisibilityTimeout: "43200", ...attributes };
      const { QueueUrl: url = "" } = await client.send(
        new CreateQueueCommand({ QueueName: name, Attributes }),
      );
      urls.push(url);
      return { url, name, arn: (await attribute(url, "QueueArn")) ?? "" };
    },
    async send(url, body) {
      const sent = await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
      return sent.MessageId ?? "";
    },
    async receiveOne(url, options) {
      while (true) {
        const [message] = await receive(url, { WaitTimeSeconds: 20, ...options });
        if (message !== undefined) return message;
      }
    },
    async close() {
      for (const url of urls) await client.send(new DeleteQueueCommand({ QueueUrl: url }));
      await closeHost();
    },
  };
}
