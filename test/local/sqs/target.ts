import "../patience.ts";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { wallClock } from "../../../local/clock.ts";
import { createCleanUp } from "../clean-up.ts";
import { remote } from "../serve.ts";
import { openHost, temporaryFolder } from "./host.ts";

type Attributes = Partial<Record<QueueAttributeName, string>>;

/** The queue service that the contract tests talk to: the stand-in, or with `REMOTE=1` a real account. */
export interface Target {
  readonly client: SQSClient;
  /** A name that no queue has. A queue that a test makes under it goes away with the target. */
  newName(): string;
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

function target(client: SQSClient, closeHost: () => Promise<void>): Target {
  const cleanUp = createCleanUp((name) => name === "QueueDoesNotExist");
  const newName = () => {
    const QueueName = `reelbase-test-${randomUUID()}`;
    cleanUp.add(async () => {
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
      await client.send(new DeleteQueueCommand({ QueueUrl }));
    });
    return QueueName;
  };
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
    newName,
    async createQueue(attributes = {}) {
      const name = newName();
      const Attributes = { VisibilityTimeout: "43200", ...attributes };
      const { QueueUrl: url = "" } = await client.send(
        new CreateQueueCommand({ QueueName: name, Attributes }),
      );
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
      try {
        await cleanUp.run();
      } finally {
        client.destroy();
        await closeHost();
      }
    },
  };
}
