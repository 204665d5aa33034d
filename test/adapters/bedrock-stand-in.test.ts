import { bedrockAnalysis, bedrockEmbeddings } from "../../lambda/adapters/bedrock.ts";
import { invocationFailure } from "../../lambda/adapters/bedrock-errors.ts";
import { pegasusSchema } from "../../lambda/contracts/analysis.ts";
import { s3Media } from "../../lambda/contracts/media-source.ts";
import { readAnswer } from "../../lambda/domain/answer.ts";
import { readOutput } from "../../lambda/domain/output-stream.ts";
import { invocationIdOf } from "../../lambda/keys.ts";
import { analysisModel, embeddingModel } from "../../lambda/models.ts";
import type { AsyncStatus, EmbeddingService } from "../../lambda/ports.ts";
import { AccessDenied, type Caller } from "../../local/service.ts";
import { ACCOUNT, type StandInTarget, sample, standInTarget } from "../local/bedrock/target.ts";

/** The requests of the registry are what the stand-in takes, and its answers are what the contracts read. */

const pegasus = analysisModel("pegasus-1.2");
const marengo = embeddingModel("marengo-3.0");

let target: StandInTarget;
let media: ReturnType<typeof s3Media>;
beforeAll(async () => {
  target = await standInTarget();
  media = s3Media(await target.put("videos/clip.mp4", await sample("three-colours.mp4")), ACCOUNT);
});
afterAll(() => target.close());

const videoInput = (source: typeof media) =>
  marengo.buildVideoRequest({
    media: source,
    options: ["visual"],
    scopes: ["clip", "asset"],
    startSec: 0,
  }) as Record<string, unknown>;

async function ended(service: EmbeddingService, arn: string): Promise<AsyncStatus> {
  for (;;) {
    const status = await service.status(arn);
    if (status.status !== "InProgress") return status;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("the requests of the registry", () => {
  it("get an answer of Pegasus that can be read", async () => {
    const body = pegasus.buildRequest({
      prompt: "Describe the video.",
      media,
      temperature: 0.2,
      maxOutputTokens: 4096,
      schema: pegasusSchema(["title", "summary"]),
    });
    const answer = pegasus.parseResponse(
      await bedrockAnalysis(target.client, pegasus, "us-east-1").invoke(body),
    );
    expect(readAnswer(answer, ["title", "summary"])).toMatchObject({ outcome: "read" });
  });

  it("start one invocation per token, whose output stands where it says", async () => {
    const service = bedrockEmbeddings(target.client, marengo, ACCOUNT);
    const start = () => service.start(videoInput(media), "s3://media/embeddings/x", "token-1");
    const arn = await start();
    expect(await start()).toBe(arn);
    const outputUri = `s3://media/embeddings/x/${invocationIdOf(arn)}`;
    expect(await ended(service, arn)).toMatchObject({ status: "Completed", outputUri });
    const text = (await target.read(`embeddings/x/${invocationIdOf(arn)}/output.json`)) ?? "";
    const items = [];
    for await (const item of readOutput(chunkOf(text))) items.push(marengo.parseItem(item));
    expect(new Set(items.map(({ scope }) => scope))).toEqual(new Set(["clip", "asset"]));
  });
});

describe("a file that the model cannot use", () => {
  it("fails its invocation late, with a reason that blames the file", async () => {
    const service = bedrockEmbeddings(target.client, marengo, ACCOUNT);
    const source = s3Media(await target.put("videos/words.mp4", "just some words"), ACCOUNT);
    const status = await ended(service, await service.start(videoInput(source), "s3://media/e", "token-2"));
    if (status.status !== "Failed") throw new Error(`the invocation is ${status.status}`);
    expect(invocationFailure(status.message).code).toBe("MODEL_REJECTED");
  });
});

describe("a call without the grant", () => {
  it("says which action on which resource is missing", async () => {
    const role: Caller = {
      name: "analyze",
      authorize(action, resource) {
        throw new AccessDenied("analyze", action, resource);
      },
    };
    const service = bedrockAnalysis(await target.clientOf(role), pegasus, "us-east-1");
    const body = pegasus.buildRequest({
      ...{ prompt: "Describe.", media, temperature: 0, maxOutputTokens: 100, schema: null },
    });
    await expect(service.invoke(body)).rejects.toMatchObject({
      name: "PermanentError",
      code: "ACCESS_DENIED",
      detail: expect.stringMatching(/bedrock:InvokeModel.*arn:aws:bedrock:/),
    });
  });
});

async function* chunkOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
