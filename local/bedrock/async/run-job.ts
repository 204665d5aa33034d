import { type Caller, ServiceError } from "../../service.ts";
import type { Records } from "../../store.ts";
import type { Context } from "../context.ts";
import { asBedrockError } from "../errors.ts";
import { embed } from "../marengo/embed.ts";
import { outputFile } from "../marengo/output.ts";
import { marengoRequest } from "../marengo/parse-request.ts";
import type { MarengoRequest } from "../marengo/request.ts";
import { parseS3Uri } from "../media-source.ts";
import { addressForAsync } from "../model-address.ts";
import { type Job, outputFolder } from "./job.ts";

/**
 * Works on one invocation to its end: first `manifest.json`, then `output.json`, then the status. Whatever of it an
 * earlier process did is done again with the same result; the ledger knows an invocation once.
 */
export async function runJob(
  job: Job,
  caller: Caller,
  context: Context,
  records: Records<Job>,
): Promise<void> {
  const end = (status: "Completed" | "Failed", failureMessage?: string) => {
    const now = new Date(context.clock.now()).toISOString();
    const ended = { ...job, status, lastModifiedTime: now, endTime: now };
    return records.put(job.id, failureMessage === undefined ? ended : { ...ended, failureMessage });
  };
  try {
    const { model } = addressForAsync(job.modelId, context.place, context.clock);
    const request = marengoRequest({ at: "#", value: job.input }, model, context.place);
    const { embeddings, seconds, etag } = await embed(request, model, context, caller);
    await context.clock.sleep(remainingMs(job, context), context.stopping);
    if (context.stopping.aborted) return;
    const put = (name: string, body: string) =>
      context.objects.put(parseS3Uri(`${outputFolder(job)}/${name}`), body, "application/json", caller);
    await put(
      "manifest.json",
      JSON.stringify({ invocationArn: job.arn, modelArn: job.modelArn, status: "Completed" }),
    );
    await put("output.json", outputFile(embeddings, context.variants));
    await context.ledger.add({
      operation: "StartAsyncInvoke",
      modelId: job.modelId,
      ...uriOf(request),
      ...(etag === undefined ? {} : { etag }),
      seconds,
      at: new Date(context.clock.now()).toISOString(),
      invocationArn: job.arn,
    });
    await end("Completed");
  } catch (error) {
    if (context.stopping.aborted) return;
    const { name, message } = error instanceof ServiceError ? error : asBedrockError(error);
    await end("Failed", name === "ValidationException" ? message : `${name}: ${message}`);
  }
}

function remainingMs({ submitTime }: Job, { clock, modelLatencySec }: Context): number {
  return Math.max(0, Date.parse(submitTime) + modelLatencySec * 1000 - clock.now());
}

function uriOf(request: MarengoRequest): { uri?: string } {
  const media =
    request.kind === "text" ? undefined : request.kind === "image" ? request.images[0] : request.media;
  return media !== undefined && "uri" in media ? { uri: media.uri } : {};
}
