import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { decodeVector } from "../lambda/domain/embedding.ts";
import { indexIdOf, indexKey } from "../lambda/keys.ts";
import { embeddingModel } from "../lambda/models.ts";
import type { BusEvent } from "../local/service.ts";
import { type RunningHost, runningHost } from "./running-host.ts";

const MINUTE = 60_000;
const sample = (name: string) => readFile(fileURLToPath(new URL(`../samples/${name}`, import.meta.url)));

let cloud: RunningHost;
const events: BusEvent[] = [];
beforeAll(async () => {
  cloud = await runningHost({ onEvent: (event) => events.push(event) });
}, MINUTE);
afterAll(() => cloud.close());

async function put(key: string, body: Uint8Array | string): Promise<void> {
  await cloud.s3.send(
    new PutObjectCommand({
      Bucket: cloud.output("VideosBucket"),
      Key: key,
      Body: body,
      Metadata: { by: "test" },
    }),
  );
}

const uploadEvent = (key: string) =>
  events.find(({ source, detail }) => source === "aws.s3" && (detail as Detail).object?.key === key);
interface Detail {
  readonly object?: { readonly key: string };
  readonly runId?: string;
  readonly status?: string;
}

async function billed(key: string): Promise<string[]> {
  const uri = `s3://${cloud.output("VideosBucket")}/${key}`;
  return (await cloud.host.ledger())
    .filter((entry) => entry.uri === uri)
    .map(({ operation }) => operation)
    .sort();
}

test(
  "the same event delivered five times more makes one run and one call of each model",
  async () => {
    const key = "videos/birds/duplicate.mp4";
    await put(key, await sample("silent-portrait.mp4"));
    const first = await cloud.ended(key);
    const event = uploadEvent(key);
    for (let copy = 0; copy < 5; copy++) {
      const MessageBody = JSON.stringify({ ...event, id: `another-${copy}` });
      await cloud.sqs.send(new SendMessageCommand({ QueueUrl: cloud.output("IngestQueueUrl"), MessageBody }));
    }
    // A later upload goes through the same queue: when it is done, the copies have been looked at.
    await put("videos/birds/later.mp4", await sample("silent-portrait.mp4"));
    await cloud.ended("videos/birds/later.mp4");
    expect(await cloud.ended(key)).toEqual(first);
    expect(await cloud.runs(first.videoId)).toHaveLength(1);
    expect(await billed(key)).toEqual(["InvokeModel", "StartAsyncInvoke"]);
  },
  MINUTE,
);

test(
  "the nearest segment to a colour's name is the one of that colour",
  async () => {
    const key = "videos/colours.mp4";
    await put(key, await sample("three-colours.mp4"));
    const video = await cloud.ended(key);
    const clips = (await cloud.segments(video)).filter(
      (segment) => segment["option"] === "visual" && segment["scope"] === "clip",
    );
    for (const [colour, startSec] of [
      ["red", 0],
      ["blue", 6],
      ["green", 12],
    ] as const) {
      const wanted = await textVector(`a ${colour} screen`);
      const similar = (segment: Record<string, unknown>) => {
        const vector = decodeVector(segment["embedding"] as Uint8Array);
        return vector.reduce((sum, value, at) => sum + value * (wanted[at] ?? 0), 0);
      };
      const [nearest] = [...clips].sort((a, b) => similar(b) - similar(a));
      expect(Math.abs(Number(nearest?.["startSec"]) - startSec)).toBeLessThan(1);
    }
  },
  MINUTE,
);

async function textVector(text: string): Promise<readonly number[]> {
  const model = embeddingModel("marengo-3.0");
  const { body } = await cloud.bedrock.send(
    new InvokeModelCommand({
      modelId: `us.${model.modelId}`,
      contentType: "application/json",
      body: JSON.stringify(model.buildTextRequest(text)),
    }),
  );
  return model.parseResponse(JSON.parse(new TextDecoder().decode(body)));
}

test(
  "a file that is no video is rejected with its reason, at no cost, and its execution does not count as failed",
  async () => {
    const key = "videos/notes.mp4";
    await put(key, "This was renamed by somebody.");
    const video = await cloud.ended(key);
    expect(video).toMatchObject({
      status: "REJECTED",
      reason: { code: "NOT_MEDIA", step: "probe", retryable: false },
    });
    expect(await billed(key)).toEqual([]);
    const executions = await cloud.states.send(
      new ListExecutionsCommand({ stateMachineArn: cloud.output("StateMachineArn"), statusFilter: "FAILED" }),
    );
    expect(executions.executions).toEqual([]);
  },
  MINUTE,
);

test.each(["videos/a+b & 100%/ü 😀.mp4", "videos/../x//y .mp4", "videos/%2B%20%%%.mp4"])(
  "the key %j stays as it is",
  async (key) => {
    await put(key, await sample("silent-portrait.mp4"));
    const video = await cloud.ended(key);
    expect(video).toMatchObject({ key, status: "READY" });
  },
  MINUTE,
);

test(
  "a newer version takes the place of an older one, whose run is superseded",
  async () => {
    const key = "videos/birds/overwritten.mp4";
    await put(key, await sample("three-colours.mp4"));
    await put(key, await sample("no-audio-track.mp4"));
    const video = await cloud.ended(key);
    expect(video).toMatchObject({ status: "READY", durationSec: 15 });
    const statuses = (await cloud.runs(video.videoId)).map(({ runId, status }) => [
      runId === video.currentRunId,
      status,
    ]);
    expect(statuses.sort()).toEqual([
      [false, "SUPERSEDED"],
      [true, "READY"],
    ]);
  },
  MINUTE,
);

test("the folder of a key is its index, and the end of every run is announced", async () => {
  expect(await cloud.item(indexKey(indexIdOf("birds")))).toMatchObject({ folder: "birds", name: "birds" });
  const announced = events.filter(
    (event) => event.source === "reelbase" && event["detail-type"] === "Run ended",
  );
  const ready = await cloud.ended("videos/birds/later.mp4");
  expect(announced.map(({ detail }) => detail as Detail)).toContainEqual(
    expect.objectContaining({ runId: ready.currentRunId, status: "READY", key: ready.key, reason: null }),
  );
});
