import { type App, type CfnElement, type Stack, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import type { IConstruct } from "constructs";
import {
  ANALYSES_PREFIX,
  ANSWERS_PREFIX,
  EMBED_TASKS_PREFIX,
  EMBEDDINGS_PREFIX,
  VIDEOS_PREFIX,
} from "../lambda/keys.ts";
import type { PegasusAnalysis } from "./analyze.ts";
import type { ReelbaseBucket } from "./bucket.ts";
import type { Catalog } from "./catalog.ts";
import type { Config } from "./config.ts";
import type { MarengoEmbedding } from "./embed.ts";
import type { VideoIngest } from "./ingest.ts";
import type { LaneDeadLetters } from "./lane.ts";
import type { QueryApi } from "./query.ts";
import type { WorkBucket } from "./work-bucket.ts";
import type { VideoWorkflow } from "./workflow.ts";

/** The best-practice rules; a finding that nobody acknowledged stops the synthesis. */
export function addChecks(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}

export interface StackParts {
  readonly stack: Stack;
  readonly config: Config;
  readonly work: WorkBucket;
  readonly catalog: Catalog;
  readonly ingest: VideoIngest;
  readonly analysis: PegasusAnalysis;
  readonly embedding: MarengoEmbedding;
  readonly workflow: VideoWorkflow;
  readonly deadLetters: LaneDeadLetters;
  readonly query: QueryApi;
}

/** Why each finding that is left stays: one reason per rule and place, and nothing for a whole stack. */
export function acknowledge(parts: StackParts): void {
  acknowledgeBuckets(parts);
  acknowledgeQueues(parts);
  acknowledgeFunctions(parts);
  acknowledgeApi(parts);
  acknowledgeStatements(parts);
}

function accept(id: string, reason: string, ...places: readonly IConstruct[]): void {
  for (const place of places) Validations.of(place).acknowledge({ id, reason });
}

function acknowledgeBuckets({ work, ingest }: StackParts): void {
  accept(
    "AwsSolutions-S1",
    "Access logs would need a third bucket that outlives the stack; EventBridge reports every new object, and who needs reads as well turns on data events of CloudTrail.",
    work,
    ingest.videos,
  );
}

function acknowledgeQueues({ catalog, ingest, analysis, embedding }: StackParts): void {
  const requested = [ingest.fetches, catalog.removals];
  accept(
    "AwsSolutions-SQS3",
    "It is itself the dead-letter queue of a rule, which the check cannot see.",
    ingest.uploads.undelivered,
    embedding.outputs.undelivered,
  );
  accept(
    "Serverless-SQSRedrivePolicy",
    "It is a dead-letter queue: what arrives in it raises an alarm or fails its token, and there is nothing behind it.",
    ...[ingest.uploads, embedding.outputs].flatMap((events) => [events.undelivered, events.deadLetters]),
    ...[analysis.lane, embedding.lane, ...requested].map(({ deadLetters }) => deadLetters),
  );
  accept(
    "Serverless-LambdaEventSourceMappingDestination",
    "A mapping of a queue takes no destination: messages that fail go to the dead-letter queue of the queue, or come again where it is one.",
    ...[ingest.uploads.queue, embedding.outputs.queue, analysis.lane.queue, embedding.lane.queue],
    ...[analysis.lane.deadLetters, embedding.lane.deadLetters],
    ...requested.map(({ queue }) => queue),
  );
}

function acknowledgeFunctions(parts: StackParts): void {
  const { catalog, ingest, analysis, embedding, deadLetters, query } = parts;
  accept(
    "Serverless-LambdaDLQ",
    "It is called by a state, which retries and records the failure; a dead-letter queue is for asynchronous calls only.",
    ...[ingest.probe, analysis.stitch, embedding.awaitOutput, embedding.collect, catalog.finalize],
  );
  accept(
    "Serverless-LambdaDLQ",
    "It is called with messages of a queue, which has a dead-letter queue or is one.",
    ...[ingest.receive, embedding.outputEvent, analysis.lane.worker, embedding.lane.worker, deadLetters.fn],
    ...[ingest.fetch, catalog.remove],
  );
  accept(
    "Serverless-LambdaDLQ",
    "API Gateway waits for its answer; a dead-letter queue is for asynchronous calls only.",
    ...(query.authorize ? [query.serve, query.authorize] : [query.serve]),
  );
}

function acknowledgeApi({ query: { api, authorize }, config }: StackParts): void {
  const stage = api.deploymentStage;
  accept(
    "AwsSolutions-APIG2",
    "The function parses every request strictly and says which field is wrong; a validator of the gateway could not.",
    api,
  );
  accept(
    "AwsSolutions-APIG3",
    "A web ACL costs at least $5 a month and knows nothing of keys: rate and burst are limited on the stage.",
    stage,
  );
  accept(
    "AwsSolutions-APIG6",
    "Execution logs hold headers and bodies, and so keys and prompts; the function logs ids and codes only.",
    stage,
  );
  if (!config.apiAccessLogs) {
    for (const id of ["AwsSolutions-APIG1", "Serverless-APIGWAccessLogging"]) {
      accept(
        id,
        "They need a role that is set for all APIs of an account, which is not this stack's to set; the option apiAccessLogs turns them on where there is one.",
        stage,
      );
    }
  }
  accept(
    "AwsSolutions-COG4",
    authorize
      ? "Programs call with API keys, as on the platform; an authorizer looks at each request."
      : "AWS checks the signature of each request.",
    ...api.methods,
  );
}

function acknowledgeStatements(parts: StackParts): void {
  const { stack, work, catalog, ingest, analysis, embedding, workflow, deadLetters, query } = parts;
  const { videos, receive, probe, fetch } = ingest;
  const { serve, authorize } = query;
  const { remove } = catalog;
  const workers = { analyze: analysis.lane.worker, embed: embedding.lane.worker };
  const functions = [
    ...[receive, probe, fetch, workers.analyze, analysis.stitch, workers.embed, embedding.awaitOutput],
    ...[embedding.outputEvent, embedding.collect, catalog.finalize, remove, deadLetters.fn, serve],
    ...(authorize ? [authorize] : []),
  ];
  const anywhere = "AwsSolutions-IAM5[Resource::*]";
  const roles = functions.map((fn) => fn.ownRole);
  accept(anywhere, "X-Ray's actions take no resource; it is the only statement on *.", ...roles);
  accept(
    anywhere,
    "X-Ray's actions and those of log delivery take no resource; they are the only statement on *.",
    workflow.role,
  );

  const below = (bucket: ReelbaseBucket, prefix: string) =>
    `AwsSolutions-IAM5[Resource::<${stack.getLogicalId(bucket.node.defaultChild as CfnElement)}.Arn>/${prefix}*]`;
  const oneFolder = "Keys are made at run time; the grant ends at the one prefix that this step works below.";
  accept(
    below(videos, VIDEOS_PREFIX),
    oneFolder,
    ...[probe, fetch, workers.analyze, workers.embed, serve, remove].map((fn) => fn.ownRole),
  );
  accept(
    below(work, ANSWERS_PREFIX),
    oneFolder,
    ...[workers.analyze, analysis.stitch, remove, serve].map((fn) => fn.ownRole),
  );
  accept(below(work, EMBED_TASKS_PREFIX), oneFolder, fetch.ownRole, serve.ownRole);
  accept(
    below(work, ANALYSES_PREFIX),
    oneFolder,
    ...[analysis.stitch, catalog.finalize, remove].map((fn) => fn.ownRole),
  );
  accept(
    below(work, EMBEDDINGS_PREFIX),
    oneFolder,
    ...[workers.embed, embedding.awaitOutput, embedding.outputEvent, embedding.collect, remove].map(
      (fn) => fn.ownRole,
    ),
  );
  accept(
    `AwsSolutions-IAM5[Resource::arn:aws:bedrock:${stack.region}:<AWS::AccountId>:async-invoke/*]`,
    "Bedrock makes the ids of invocations; there is no part of them to narrow by.",
    ...[workers.embed, embedding.awaitOutput, embedding.outputEvent, fetch, serve].map((fn) => fn.ownRole),
  );
  const machine = stack.getLogicalId(workflow.machine.node.defaultChild as CfnElement);
  accept(
    `AwsSolutions-IAM5[Resource::arn:aws:states:${stack.region}:<AWS::AccountId>:execution:<${machine}.Name>:*]`,
    "The execution of an object that was overwritten or removed is stopped by its name, which is the id of the run; only executions of this machine.",
    receive.ownRole,
    remove.ownRole,
  );
}
