import { embedded, outputOf } from "./embedded.ts";
import { type Body, ended, idOf, s3, start, videoInput } from "./requests.ts";
import { type BedrockTarget, bedrockTarget, MARENGO, sample } from "./target.ts";

let target: BedrockTarget;
let uri: string;
beforeAll(async () => {
  target = await bedrockTarget();
  uri = await target.put("colours.mp4", await sample("three-colours.mp4"));
});
afterAll(() => target.close());

it("ends with manifest.json and output.json under the id of the invocation", async () => {
  const { invocationArn } = await start(target.client, target.bucket, videoInput(uri));
  expect(invocationArn).toMatch(/^arn:aws:bedrock:[a-z0-9-]+:\d{12}:async-invoke\/[a-z0-9]{12}$/);
  const state = await ended(target.client, invocationArn);
  expect(state).toMatchObject({ status: "Completed", endTime: expect.any(Date) });
  const folder = state.outputDataConfig?.s3OutputDataConfig?.s3Uri;
  expect(folder).toBe(`s3://${target.bucket}/results/${idOf(invocationArn)}`);
  expect(await target.read(`results/${idOf(invocationArn)}/manifest.json`)).toBeDefined();
  for (const { embedding } of await outputOf(target, invocationArn)) expect(embedding).toHaveLength(512);
});

it("covers the asked range without gaps, for every option and scope", async () => {
  const items = await embedded(
    target,
    videoInput(uri, {
      startSec: 2,
      endSec: 17,
      segmentation: { method: "fixed", fixed: { durationSec: 5 } },
      embeddingOption: ["visual", "audio"],
      embeddingScope: ["clip", "asset"],
    }),
  );
  for (const option of ["visual", "audio"]) {
    const of = (scope: string) =>
      items
        .filter((item) => [item.embeddingOption].flat().includes(option) && item.embeddingScope === scope)
        .map(({ startSec, endSec }) => [startSec, endSec]);
    expect(of("clip")).toEqual([
      [2, 7],
      [7, 12],
      [12, 17],
    ]);
    expect(of("asset")).toEqual([[2, 17]]);
  }
});

it("gives one invocation for one token and request, and a conflict for another request", async () => {
  const clientRequestToken = `token-${Date.now()}`;
  const [first, second] = await Promise.all([
    start(target.client, target.bucket, videoInput(uri), { clientRequestToken }),
    start(target.client, target.bucket, videoInput(uri), { clientRequestToken }),
  ]);
  expect(second.invocationArn).toBe(first.invocationArn);
  await expect(
    start(target.client, target.bucket, videoInput(uri, { startSec: 1 }), { clientRequestToken }),
  ).rejects.toMatchObject({ name: "ConflictException" });
  await ended(target.client, first.invocationArn);
});

it.each<[string, Body, Partial<{ modelId: string; clientRequestToken: string; s3Uri: string }>]>([
  ["a profile", videoInput("s3://media/colours.mp4"), { modelId: MARENGO }],
  ["a model that is not there", videoInput("s3://media/colours.mp4"), { modelId: "twelvelabs.nothing-v1:0" }],
  ["a model without async calls", videoInput("s3://media/x"), { modelId: "twelvelabs.pegasus-1-2-v1:0" }],
  ["input that is no object", "x" as unknown as Body, {}],
  ["keys of 2.7", { inputType: "video", mediaSource: s3("s3://media/x") }, {}],
  ["lengthSec", videoInput("s3://media/x", { lengthSec: 5 }), {}],
  [
    "fused embeddings of one option",
    videoInput("s3://media/x", { embeddingOption: ["visual"], embeddingType: ["fused_embedding"] }),
    {},
  ],
  [
    "segments of 11 seconds",
    videoInput("s3://media/x", { segmentation: { method: "fixed", fixed: { durationSec: 11 } } }),
    {},
  ],
  [
    "a length that is no integer",
    videoInput("s3://media/x", { segmentation: { method: "fixed", fixed: { durationSec: 5.5 } } }),
    {},
  ],
  ["an unknown option", videoInput("s3://media/x", { embeddingOption: ["smell"] }), {}],
  ["an end before the start", videoInput("s3://media/x", { startSec: 5, endSec: 4 }), {}],
  ["a missing object", videoInput("s3://media/missing.mp4"), {}],
  ["an output that is not in S3", videoInput("s3://media/colours.mp4"), { s3Uri: "file:///tmp" }],
])("refuses %s", async (_, input, more) => {
  await expect(start(target.client, target.bucket, input, more)).rejects.toMatchObject({
    name: "ValidationException",
  });
});

it("fails late, without output.json, when the object is no video", async () => {
  const text = await target.put("text.mp4", "this is a text");
  const { invocationArn } = await start(target.client, target.bucket, videoInput(text));
  const state = await ended(target.client, invocationArn);
  expect(state).toMatchObject({
    status: "Failed",
    failureMessage: expect.stringMatching(/Unprocessable video/),
  });
  expect(await target.read(`results/${idOf(invocationArn)}/output.json`)).toBeUndefined();
});
