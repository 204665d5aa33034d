import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { type Clock, wallClock } from "../../../local/clock.ts";
import { createEvents, type EventsStandIn, type RuleTarget } from "../../../local/events/stand-in.ts";
import { AccessDenied, type Caller, type FunctionHost, type JsonService } from "../../../local/service.ts";
import { createSqs, type SqsStandIn } from "../../../local/sqs/stand-in.ts";
import { openStore } from "../../../local/store.ts";
import { developer, dummyCredentials, remote, serve } from "../serve.ts";

export const place = { account: "123456789012", region: "eu-west-1" };

type TargetInput = Pick<RuleTarget, "input" | "inputPath" | "inputTransformer">;

/** A rule whose target is a queue of its own. */
export interface WatchedRule {
  readonly name: string;
  readonly queueArn: string;
  /** The next message that the rule sent, waiting for one. */
  next(): Promise<string>;
  /** What is in the queue now. */
  rest(): Promise<string[]>;
}

/** The event service that the contract tests talk to: the stand-in, or with `REMOTE=1` a real account. */
export interface Target {
  readonly client: EventBridgeClient;
  createRule(pattern: unknown, input?: TargetInput, enabled?: boolean): Promise<WatchedRule>;
  close(): Promise<void>;
}

export function openTarget(): Promise<Target> {
  return remote ? openRemote() : openLocal();
}

/** The stand-ins of events and queues on a folder that may hold what an earlier pair left. */
export interface Host {
  readonly events: EventsStandIn;
  readonly sqs: SqsStandIn;
  readonly clock: Clock;
  close(): Promise<void>;
}

export async function openHost(
  dir: string,
  targets: { functions?: FunctionHost; stepFunctions?: JsonService } = {},
  clock: Clock = wallClock(),
): Promise<Host> {
  const unplanned = async () => Promise.reject(new Error("unplanned"));
  const store = await openStore(dir);
  const sqs = await createSqs({ store, clock, place, endpoint: () => "http://127.0.0.1:1" });
  const functions = targets.functions ?? { invoke: unplanned };
  const stepFunctions = () => targets.stepFunctions ?? { execute: unplanned };
  const events = createEvents({ store, clock, place, targets: { sqs, functions, stepFunctions } });
  return {
    events,
    sqs,
    clock,
    async close() {
      await events.close();
      await sqs.close();
      await store.close();
    },
  };
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "reelbase-events-"));
}

/** Twenty times as fast as the wall. */
const SPEED = 20;

async function openLocal(): Promise<Target> {
  const dir = await temporaryFolder();
  const host = await openHost(dir, {}, wallClock(SPEED));
  const port = await serve(host.events);
  const client = new EventBridgeClient({
    endpoint: port.endpoint,
    region: place.region,
    credentials: dummyCredentials,
    maxAttempts: 1,
  });
  return {
    client,
    async createRule(pattern, input = {}, enabled = true) {
      const name = `reelbase-test-${randomUUID()}`;
      const { arn, url } = await host.sqs.createQueue({ name });
      host.events.createRule({
        name,
        arn: `arn:aws:events:${place.region}:${place.account}:rule/${name}`,
        pattern,
        enabled,
        targets: [{ id: "queue", arn, caller: developer, ...input }],
      });
      return watch(name, arn, async (WaitTimeSeconds) => receiveBodies(host.sqs, url, WaitTimeSeconds));
    },
    async close() {
      client.destroy();
      await port.close();
      await host.close();
      await rm(dir, { recursive: true });
    },
  };
}

/** Bodies of up to ten messages, which are deleted. */
export async function receiveBodies(
  sqs: SqsStandIn,
  QueueUrl: string,
  WaitTimeSeconds = 0,
): Promise<string[]> {
  const messages = await receiveMessages(sqs, QueueUrl, WaitTimeSeconds);
  return messages.map(({ Body }) => Body);
}

interface StoredMessage {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MessageAttributes?: Record<string, { StringValue: string }>;
}

export async function receiveMessages(
  sqs: SqsStandIn,
  QueueUrl: string,
  WaitTimeSeconds = 0,
): Promise<StoredMessage[]> {
  const request = { QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
  const { Messages = [] } = (await sqs.execute("ReceiveMessage", request, developer)) as {
    Messages?: StoredMessage[];
  };
  for (const { ReceiptHandle } of Messages) {
    await sqs.execute("DeleteMessage", { QueueUrl, ReceiptHandle }, developer);
  }
  return Messages;
}

function watch(name: string, queueArn: string, receive: (waitSec: number) => Promise<string[]>): WatchedRule {
  const waiting: string[] = [];
  return {
    name,
    queueArn,
    async next() {
      while (waiting.length === 0) waiting.push(...(await receive(20)));
      return waiting.shift() ?? "";
    },
    async rest() {
      return [...waiting.splice(0), ...(await receive(remote ? 5 : 0))];
    },
  };
}

async function openRemote(): Promise<Target> {
  const client = new EventBridgeClient({});
  const sqs = new SQSClient({});
  const undo: (() => Promise<unknown>)[] = [];
  return {
    client,
    async createRule(pattern, { input, inputPath, inputTransformer } = {}, enabled = true) {
      const name = `reelbase-test-${randomUUID()}`;
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: "*",
          },
        ],
      });
      const { QueueUrl } = await sqs.send(
        new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }),
      );
      undo.push(() => sqs.send(new DeleteQueueCommand({ QueueUrl })));
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
      );
      const Arn = Attributes?.QueueArn;
      await client.send(
        new PutRuleCommand({
          Name: name,
          EventPattern: JSON.stringify(pattern),
          State: enabled ? "ENABLED" : "DISABLED",
        }),
      );
      undo.unshift(() => client.send(new DeleteRuleCommand({ Name: name })));
      const transformer = inputTransformer && {
        InputPathsMap: { ...inputTransformer.inputPathsMap },
        InputTemplate: inputTransformer.inputTemplate,
      };
      const target = { Id: "queue", Arn, Input: input, InputPath: inputPath, InputTransformer: transformer };
      await client.send(new PutTargetsCommand({ Rule: name, Targets: [target] }));
      undo.unshift(() => client.send(new RemoveTargetsCommand({ Rule: name, Ids: ["queue"] })));
      return watch(name, Arn ?? "", async (WaitTimeSeconds) => {
        const answer = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }));
        return (answer.Messages ?? []).map(({ Body }) => Body ?? "");
      });
    },
    async close() {
      for (const step of undo) await step();
    },
  };
}

/** A caller that may do nothing but the given actions. */
export function callerWith(...actions: string[]): Caller {
  return {
    name: "rule",
    authorize(action, resource) {
      if (!actions.includes(action)) throw new AccessDenied("rule", action, resource);
    },
  };
}
