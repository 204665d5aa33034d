import { createHash, randomBytes } from "node:crypto";
import type { Caller } from "../../service.ts";
import { type Job, jobArn, jobId } from "../async/job.ts";
import type { Jobs } from "../async/jobs.ts";
import { jsonBody } from "../body.ts";
import type { Context } from "../context.ts";
import { conflict, quotaExceeded, validation } from "../errors.ts";
import { marengoRequest } from "../marengo/parse-request.ts";
import type { MarengoRequest } from "../marengo/request.ts";
import { assertSize } from "../measured-media.ts";
import { assertOwner, openMedia, parseS3Uri } from "../media-source.ts";
import { addressForAsync, authorizeInvoke } from "../model-address.ts";
import { foundationModelArn, type Model } from "../models.ts";
import { isObject, list, type Node, object, optional, string } from "../shape.ts";

const TOKEN = /^[!-~]{1,256}$/;
const MODEL_ID = /^[a-zA-Z_.\-/0-9:]{1,256}$/;
const MAX_TAGS = 200;

/** `StartAsyncInvoke`: checks the request, stores the invocation and answers with its ARN; the work goes on behind. */
export async function startAsyncInvoke(
  body: Uint8Array,
  caller: Caller,
  jobs: Jobs,
  context: Context,
): Promise<{ invocationArn: string }> {
  const { modelId, input, token, output, tagged, fingerprint } = read(jsonBody(body), context);
  const address = addressForAsync(modelId, context.place, context.clock);
  const request = marengoRequest({ at: "#", value: input }, address.model, context.place);
  authorizeInvoke(address, "bedrock:InvokeModel", caller, context.place);
  if (tagged) caller.authorize("bedrock:TagResource", jobArn(context.place, "*"));
  const { bucket, key } = parseS3Uri(`${output.s3Uri.replace(/\/+$/, "")}/*`);
  caller.authorize("s3:PutObject", `arn:aws:s3:::${bucket}/${key}`);
  return inTurn(token, async () => {
    const known = token === undefined ? undefined : await jobs.tokens.get(token);
    if (known !== undefined) {
      if (known.request !== fingerprint) throw conflict();
      return { invocationArn: known.arn };
    }
    context.quotas.take(address.model);
    if (jobs.inProgress() >= context.quotas.concurrentAsync) throw quotaExceeded();
    await assertReadable(request, address.model, context, caller);
    const id = jobId(randomBytes(12));
    const arn = jobArn(context.place, id);
    const now = new Date(context.clock.now()).toISOString();
    const job: Job = {
      arn,
      id,
      modelId,
      modelArn: foundationModelArn(context.place.region, address.model),
      input,
      caller: caller.name,
      ...(token === undefined ? {} : { token }),
      ...output,
      status: "InProgress",
      submitTime: now,
      lastModifiedTime: now,
    };
    const use = token === undefined ? [] : [jobs.tokens.change(token, { arn, request: fingerprint })];
    await jobs.begin(job, caller, use);
    return { invocationArn: arn };
  });
}

function read(body: Node, { place }: Context) {
  const keys = ["clientRequestToken", "modelId", "modelInput", "outputDataConfig", "tags"];
  const fields = object(body, keys, ["modelId", "modelInput", "outputDataConfig"]);
  const at = (key: string): Node => fields[key] ?? body;
  const token = optional(at("clientRequestToken"), (node) => constrained(node, "clientRequestToken", TOKEN));
  const modelId = constrained(at("modelId"), "modelId", MODEL_ID);
  const input = at("modelInput").value;
  if (!isObject(input)) throw validation("The provided request is not valid");
  const output = outputConfig(at("outputDataConfig"));
  if (output.bucketOwner !== undefined) assertOwner(output.bucketOwner, place);
  const tags = optional(at("tags"), (node) => list(node, tag, { min: 0, max: MAX_TAGS })) ?? [];
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([modelId, input, output, tags]))
    .digest("hex");
  return { modelId, input, token, output, tagged: tags.length > 0, fingerprint };
}

function outputConfig(node: Node): Pick<Job, "s3Uri" | "kmsKeyId" | "bucketOwner"> {
  const outer = object(node, ["s3OutputDataConfig"], ["s3OutputDataConfig"])["s3OutputDataConfig"] ?? node;
  const fields = object(outer, ["s3Uri", "kmsKeyId", "bucketOwner"], ["s3Uri"]);
  const s3Uri = string(fields["s3Uri"] ?? outer);
  parseS3Uri(s3Uri.endsWith("/") ? `${s3Uri}x` : `${s3Uri}/x`);
  const kmsKeyId = optional(fields["kmsKeyId"], string);
  const bucketOwner = optional(fields["bucketOwner"], string);
  return {
    s3Uri,
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(bucketOwner === undefined ? {} : { bucketOwner }),
  };
}

function tag(node: Node): string {
  const fields = object(node, ["key", "value"], ["key", "value"]);
  const key = string(fields["key"] ?? node, { min: 1, max: 128 });
  return `${key}=${string(fields["value"] ?? node, { max: 256 })}`;
}

function constrained(node: Node, name: string, pattern: RegExp): string {
  const text = string(node);
  if (!pattern.test(text)) {
    throw validation(
      `1 validation error detected: Value '${text.slice(0, 300)}' at '${name}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source}`,
    );
  }
  return text;
}

/** What lies in S3 must be there and not too large; whether it is media shows only when it is worked on. */
async function assertReadable(
  request: MarengoRequest,
  model: Model,
  context: Context,
  caller: Caller,
): Promise<void> {
  if (request.kind === "text") return;
  for (const media of request.kind === "image" ? request.images : [request.media]) {
    if ("base64" in media) continue;
    const opened = await openMedia(media, context.objects, caller, context.inlineFolder);
    assertSize(opened.size, model);
  }
}

const turns = new Map<string, Promise<unknown>>();

/** Two requests with one token that come together must not both find it unused. */
async function inTurn<T>(token: string | undefined, work: () => Promise<T>): Promise<T> {
  if (token === undefined) return work();
  const turn = (turns.get(token) ?? Promise.resolve()).then(work, work);
  turns.set(token, turn);
  try {
    return await turn;
  } finally {
    if (turns.get(token) === turn) turns.delete(token);
  }
}
