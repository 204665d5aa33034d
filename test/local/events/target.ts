import "../patience.ts";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
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
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { wallClock } from "../../../local/clock.ts";
import type { RuleTarget } from "../../../local/events/stand-in.ts";
import { createCleanUp } from "../clean-up.ts";
import { developer, dummyCredentials, remote, serve } from "../serve.ts";
import { openHost, place, receiveBodies, temporaryFolder } from "./host.ts";

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

/** A new rule of the service sees events only after a while, and nothing tells when. */
const RULE_DELAY_MS = 20_000;

const isGone = (name: string) => name === "ResourceNotFoundException" || name === "QueueDoesNotExist";

async function openRemote(): Promise<Target> {
  const client = new EventBridgeClient({});
  const sqs = new SQSClient({});
  const cleanUp = createCleanUp(isGone);
  const createQueue = async (QueueName: string) => {
    cleanUp.add(async () => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    });
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({ QueueName, Attributes: { Policy: policyForRules } }),
    );
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    return { QueueUrl, arn: Attributes?.QueueArn ?? "" };
  };
  return {
    client,
    async createRule(pattern, input = {}, enabled = true) {
      const name = `reelbase-test-${randomUUID()}`;
      const { QueueUrl, arn } = await createQueue(name);
      cleanUp.add(() => client.send(new DeleteRuleCommand({ Name: name })));
      await client.send(
        new PutRuleCommand({
          Name: name,
          EventPattern: JSON.stringify(pattern),
          State: enabled ? "ENABLED" : "DISABLED",
        }),
      );
      cleanUp.add(() => client.send(new RemoveTargetsCommand({ Rule: name, Ids: ["queue"] })));
      await client.send(new PutTargetsCommand({ Rule: name, Targets: [targetOf(arn, input)] }));
      await new Promise((resolve) => setTimeout(resolve, RULE_DELAY_MS));
      return watch(name, arn, async (WaitTimeSeconds) => {
        const answer = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }));
        return (answer.Messages ?? []).map(({ Body }) => Body ?? "");
      });
    },
    async close() {
      await cleanUp.run();
      client.destroy();
      sqs.destroy();
    },
  };
}

/** Lets rules of the service send to the queue. */
const policyForRules = JSON.stringify({
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

function targetOf(Arn: string, { input, inputPath, inputTransformer }: TargetInput) {
  const transformer = inputTransformer && {
    InputPathsMap: { ...inputTransformer.inputPathsMap },
    InputTemplate: inputTransformer.inputTemplate,
  };
  return { Id: "queue", Arn, Input: input, InputPath: inputPath, InputTransformer: transformer };
}
