import { bedrockStreamingAnalysis } from "../../../lambda/adapters/query/streaming-analysis.ts";
import { s3Media } from "../../../lambda/contracts/media-source.ts";
import { fieldQuestion, storedFields } from "../../../lambda/domain/questions/field-question.ts";
import { analysisModel } from "../../../lambda/models.ts";
import type { AnswerPiece } from "../../../lambda/query/ports.ts";
import { AccessDenied, type Caller } from "../../../local/service.ts";
import { ACCOUNT, type StandInTarget, sample, standInTarget } from "../../local/bedrock/target.ts";

const model = analysisModel("pegasus-1.2");
let target: StandInTarget;
let body: object;
let media: ReturnType<typeof s3Media>;
beforeAll(async () => {
  target = await standInTarget();
  media = s3Media(await target.put("videos/clip.mp4", await sample("three-colours.mp4")), ACCOUNT);
  const asked = { prompt: "Describe the video.", temperature: 0.2, maxOutputTokens: 4096, schema: null };
  body = model.buildRequest({ ...asked, media });
});
afterAll(() => target.close());

async function all(pieces: AsyncIterable<AnswerPiece>): Promise<AnswerPiece[]> {
  const got: AnswerPiece[] = [];
  for await (const piece of pieces) got.push(piece);
  return got;
}

test("an answer comes in pieces, of which the last tells its end and its tokens", async () => {
  const pieces = await all(bedrockStreamingAnalysis(target.client, model, "us-east-1").ask(body));
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.slice(0, -1).every(({ finishReason }) => finishReason === null)).toBe(true);
  expect(pieces.at(-1)).toMatchObject({ finishReason: "stop", outputTokens: expect.any(Number) });
});

test("a refusal is an error of ours", async () => {
  const denied: Caller = {
    name: "denied",
    authorize(action, resource) {
      throw new AccessDenied("denied", action, resource);
    },
  };
  const client = await target.clientOf(denied);
  await expect(all(bedrockStreamingAnalysis(client, model, "us-east-1").ask(body))).rejects.toMatchObject({
    name: "PermanentError",
    code: "ACCESS_DENIED",
  });
});

test("a region without the model is told before any call", async () => {
  const nowhere = bedrockStreamingAnalysis(target.client, model, "nowhere-1");
  await expect(all(nowhere.ask(body))).rejects.toMatchObject({ code: "CONFIG" });
});

test("the questions for fields are taken, and their answers read", async () => {
  const question = fieldQuestion("chapters", { extraPrompt: "", temperature: 0.2, maxOutputTokens: 4096 });
  const asked = model.buildRequest({ ...question, media });
  const pieces = await all(bedrockStreamingAnalysis(target.client, model, "us-east-1").ask(asked));
  const message = pieces.map(({ delta }) => delta).join("");
  const part = { bucket: "b", key: "k", offsetSec: 0, durationSec: 60 };
  const stored = question.read([{ message, finishReason: "stop" }], [part]);
  expect(storedFields(stored ?? "").chapters).not.toHaveLength(0);
});
