import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import {
  GetAsyncInvokeCommand,
  InvokeModelCommand,
  StartAsyncInvokeCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { pegasusSchema } from "../../lambda/contracts/analysis.ts";
import { s3Media } from "../../lambda/contracts/media-source.ts";
import { promptFor, WHOLE_REQUEST } from "../../lambda/domain/prompts/pack.ts";
import { s3Uri } from "../../lambda/keys.ts";
import { invokeRoute } from "../../lambda/models.ts";
import { type Config, parseConfig } from "../../lib/config.ts";
import type { BenchHost } from "./bench-host.ts";

/** Outside of the prefixes whose events start anything. */
const FOLDER = "models-alone";
/** Seldom, so as not to be work beside the models: the end that counts is the one in the stand-in's own record. */
const LOOK_EVERY_MS = 100;

/**
 * How long the models need for clips that all come at once, when nothing but the models is at work: the same two
 * requests as the pipeline makes for each, on the same host, to fresh objects, side by side.
 * @returns milliseconds from the requests to the last answer and the last output.json
 */
export async function modelsAlone(bench: BenchHost, paths: readonly string[]): Promise<number> {
  const { clients, host } = bench;
  const keys = paths.map((path, at) => `${FOLDER}/${Date.now()}-${at}-${path.split("/").at(-1)}`);
  for (const [at, key] of keys.entries()) {
    const Body = await readFile(paths[at] ?? "");
    await clients.s3.send(new PutObjectCommand({ Bucket: clients.outputs.videosBucket, Key: key, Body }));
  }
  const config = configOf();
  const startedMs = Date.now();
  const ends = keys.flatMap((key) => {
    const media = s3Media(s3Uri(clients.outputs.videosBucket, key), host.place.account);
    return [analyzed(bench, config, media), embedded(bench, config, media)];
  });
  return Math.max(...(await Promise.all(ends))) - startedMs;
}

type Media = ReturnType<typeof s3Media>;

/** When Pegasus has answered. */
async function analyzed({ bedrock, host }: BenchHost, config: Config, media: Media): Promise<number> {
  const body = config.pegasus.buildRequest({
    prompt: promptFor(WHOLE_REQUEST, config.extraPrompt),
    media,
    temperature: config.temperature,
    maxOutputTokens: config.maxOutputTokens,
    schema: pegasusSchema(WHOLE_REQUEST.fields),
  });
  const modelId = invokeRoute(config.pegasus, host.place.region)?.id;
  await bedrock.send(
    new InvokeModelCommand({ modelId, contentType: "application/json", body: JSON.stringify(body) }),
  );
  return Date.now();
}

/** When Marengo has written its output, by the stand-in's own record. */
async function embedded({ bedrock, host }: BenchHost, config: Config, media: Media): Promise<number> {
  const modelInput = config.marengo.buildVideoRequest({
    media,
    options: config.embeddingOptions,
    scopes: config.embeddingScopes,
    startSec: 0,
  });
  const outputs = s3Uri(host.outputs["WorkBucket"] ?? "", FOLDER);
  const { invocationArn } = await bedrock.send(
    new StartAsyncInvokeCommand({
      modelId: config.marengo.modelId,
      modelInput: modelInput as never,
      outputDataConfig: { s3OutputDataConfig: { s3Uri: outputs } },
    }),
  );
  for (;;) {
    const { status, endTime, failureMessage } = await bedrock.send(
      new GetAsyncInvokeCommand({ invocationArn }),
    );
    if (status === "Completed" && endTime !== undefined) return endTime.getTime();
    if (status === "Failed") throw new Error(`The invocation failed: ${failureMessage}`);
    await delay(LOOK_EVERY_MS);
  }
}

/** The options that the host's stack has. */
function configOf(): Config {
  const file = new URL("../../cdk.json", import.meta.url);
  const { context } = JSON.parse(readFileSync(file, "utf8")) as { context: Record<string, unknown> };
  return parseConfig(context, new Date());
}
