import { analyze } from "../../lambda/analyze/analyze.ts";
import { stitch } from "../../lambda/analyze/stitch.ts";
import { ANSWER_FIELDS } from "../../lambda/contracts/analysis.ts";
import type { Settings } from "../../lambda/contracts/settings.ts";
import { Answered } from "../../lambda/contracts/workflow.ts";
import { TemporaryError } from "../../lambda/domain/errors.ts";
import { laneWorker } from "../../lambda/lane/worker.ts";
import { analysisModel } from "../../lambda/models.ts";
import { type AnalysisService, type ObjectStore, Throttled } from "../../lambda/ports.ts";
import { aCatalog, type TestCatalog } from "../catalog/table.ts";
import { aLaneMessage, anObject, aRun, aVideo, someSettings } from "../factories.ts";
import {
  type Delivery,
  failedIds,
  failing,
  MemoryLane,
  MemoryObjects,
  MemoryTokens,
  manualClock,
  memoryLog,
  ScriptedModel,
  sqsEvent,
} from "../fakes.ts";

const document = {
  title: "Two cards",
  topics: ["cards"],
  hashtags: ["red"],
  summary: "A red card, then a blue one.",
  chapters: [{ start: 0, end: 40, title: "Cards", summary: "Both cards." }],
  highlights: [],
  onScreenText: [{ start: 2, end: 4, text: "Card 1" }],
  logos: [],
  speech: [{ start: 5, end: 9, text: "This is the red one." }],
};
const stop = (value: unknown) => ({ message: JSON.stringify(value), finishReason: "stop" });
const cut = (value: unknown) => ({ message: JSON.stringify(value).slice(0, -30), finishReason: "length" });
const { title, topics, hashtags, summary, chapters, highlights, onScreenText, logos, speech } = document;
const gist = stop({ title, topics, hashtags, logos, onScreenText });
const summaryAnswer = stop({ summary, speech });
const timeline = stop({ chapters, highlights });

let table: TestCatalog;
beforeEach(async () => {
  table = await aCatalog();
});
afterEach(() => table.close());

interface Setting {
  readonly budget?: number;
  readonly settings?: Partial<Settings>;
  readonly work?: ObjectStore;
  readonly tokens?: MemoryTokens;
}

/** The analyze lane with a claimed run, and a model that gives these answers. */
async function aLane(service: AnalysisService, { budget = 6, settings, work, tokens }: Setting = {}) {
  const { catalog } = table;
  await catalog.claim({
    before: { object: undefined, video: undefined, run: undefined },
    object: anObject(),
    video: aVideo(),
    run: aRun({ invokeBudget: budget }),
  });
  const ports = {
    catalog,
    tokens: tokens ?? new MemoryTokens(),
    lane: new MemoryLane(),
    clock: manualClock(),
    random: { next: () => 0.999 },
    log: memoryLog(),
  };
  const objects = work ?? new MemoryObjects();
  const step = analyze({
    catalog,
    work: objects,
    service,
    model: analysisModel("pegasus-1.2"),
    settings: someSettings(settings),
    accountId: "111122223333",
  });
  const worker = laneWorker(ports, "analyze", step);
  const deliver = (delivery: Delivery = {}, message = aLaneMessage()) =>
    worker(sqsEvent([message], delivery)).then(failedIds);
  const run = async () => {
    const found = await catalog.run(aRun().videoId, aRun().runId);
    if (found === undefined) throw new Error("the run is gone");
    return found;
  };
  return { ...ports, deliver, run };
}

/** A bucket in which another delivery keeps its answer to the first question, shortly before this one. */
class Overtaken extends MemoryObjects {
  readonly #answer: unknown;

  constructor(answer: unknown) {
    super();
    this.#answer = answer;
  }

  override async putOnce(key: string, text: string) {
    if (this.texts.size === 0) {
      this.texts.set(key, JSON.stringify({ ...JSON.parse(text), answer: this.#answer }));
    }
    return super.putOnce(key, text);
  }
}

const keysIn = (answer: unknown) => Answered.parse((answer as { output: unknown }).output).answerKeys;

describe("one part of a video", () => {
  it("is asked about in one call, and the answer is kept before the token is told where", async () => {
    const model = new ScriptedModel(stop(document));
    const work = new MemoryObjects();
    const { deliver, tokens, run } = await aLane(model, { work });
    expect(await deliver()).toEqual([]);
    expect(tokens.answers).toMatchObject([{ token: "token-1", output: { part: aLaneMessage().part } }]);
    const [key = ""] = keysIn(tokens.answers[0]);
    expect(JSON.parse(work.texts.get(key) ?? "")).toEqual({
      modelId: "twelvelabs.pegasus-1-2-v1:0",
      promptPack: "2",
      fields: [...ANSWER_FIELDS],
      answer: stop(document),
    });
    expect(await run()).toMatchObject({ invokeBudget: 5, calls: { invokeModel: 1 }, status: "PROCESSING" });
  });

  it("is paid for once when its message is delivered twice at the same time", async () => {
    const model = new ScriptedModel(stop(document));
    const { deliver, tokens, run } = await aLane(model);
    const failed = (await Promise.all([deliver(), deliver(), deliver()])).flat();
    expect(failed).toHaveLength(2);
    expect(await deliver()).toEqual([]);
    expect(model.bodies).toHaveLength(1);
    expect(tokens.answers).toHaveLength(1);
    expect(await run()).toMatchObject({ calls: { invokeModel: 1 } });
  });

  it("is sent as its own object, with the account that owns it and a schema for the answer", async () => {
    const model = new ScriptedModel(stop(document));
    const { deliver } = await aLane(model, {
      settings: { extraPrompt: "Speak of birds.", temperature: 0.7 },
    });
    await deliver();
    expect(model.bodies[0]).toMatchObject({
      mediaSource: {
        s3Location: { uri: "s3://videos-bucket/videos/holiday/beach.mp4", bucketOwner: "111122223333" },
      },
      temperature: 0.7,
      maxOutputTokens: 4096,
      responseFormat: { jsonSchema: { type: "object", required: [...ANSWER_FIELDS] } },
    });
    expect(model.bodies[0]?.["inputPrompt"]).toContain("Speak of birds.");
  });

  it("is paid once however often its message comes", async () => {
    const model = new ScriptedModel(stop(document));
    const { deliver, run, tokens } = await aLane(model);
    for (let count = 1; count <= 5; count++) {
      expect(await deliver({ receiveCount: count }, aLaneMessage({ taskToken: `token-${count}` }))).toEqual(
        [],
      );
    }
    expect(model.bodies).toHaveLength(1);
    expect((await run()).calls.invokeModel).toBe(1);
    expect(new Set(tokens.answers.map((answer) => JSON.stringify(keysIn(answer))))).toHaveProperty("size", 1);
  });

  it("is paid once when the workflow could not be told of the answer", async () => {
    const model = new ScriptedModel(stop(document));
    const busy = new TemporaryError("INTERNAL", "Answering the workflow is not possible at the moment.");
    const tokens = new MemoryTokens();
    const { deliver } = await aLane(model, {
      tokens: failing(tokens, { method: "succeed", error: busy }),
    });
    expect(await deliver()).toEqual(["message-1"]);
    expect(await deliver({ receiveCount: 2 })).toEqual([]);
    expect(model.bodies).toHaveLength(1);
    expect(tokens.answers).toHaveLength(1);
  });

  it("that an earlier generation asked about is taken over without a call", async () => {
    const work = new MemoryObjects();
    const first = await aLane(new ScriptedModel(stop(document)), { work });
    await first.deliver();
    await table.close();
    table = await aCatalog();
    const redriven = await aLane(new ScriptedModel(), { work });
    expect(await redriven.deliver({}, aLaneMessage({ taskToken: "token-2" }))).toEqual([]);
    expect(keysIn(redriven.tokens.answers[0])).toEqual(keysIn(first.tokens.answers[0]));
    expect(await redriven.run()).toMatchObject({ invokeBudget: 6, calls: { invokeModel: 0 } });
  });

  it.each([
    ["another prompt", { extraPrompt: "Speak of birds." }],
    ["another temperature", { temperature: 0.9 }],
    ["a longer answer", { maxOutputTokens: 2048 }],
  ])("is asked about again with %s", async (_, settings) => {
    const work = new MemoryObjects();
    await (await aLane(new ScriptedModel(stop(document)), { work })).deliver();
    const model = new ScriptedModel(stop(document));
    await (await aLane(model, { work, settings })).deliver({}, aLaneMessage({ taskToken: "token-2" }));
    expect(model.bodies).toHaveLength(1);
    expect(work.texts.size).toBe(2);
  });

  it("is not taken for another part, or for another version of the object", async () => {
    const model = new ScriptedModel(stop(document), stop(document), stop(document));
    const work = new MemoryObjects();
    const { deliver } = await aLane(model, { work });
    const message = aLaneMessage();
    await deliver();
    await deliver({}, { ...message, taskToken: "t2", part: { ...message.part, offsetSec: 40 } });
    await deliver({}, { ...message, taskToken: "t3", run: { ...message.run, versionId: "v2" } });
    expect(work.texts.size).toBe(3);
  });

  it("gives the answer that stands when two deliveries paid at once", async () => {
    const model = new ScriptedModel(stop(document), gist, summaryAnswer, timeline);
    const { deliver, tokens } = await aLane(model, { work: new Overtaken(cut(document)) });
    await deliver();
    expect(keysIn(tokens.answers[0])).toHaveLength(3);
  });
});

describe("an answer that cannot be used", () => {
  it.each([
    ["was cut", cut(document)],
    ["was cut although it says that it was not", { ...cut(document), finishReason: "stop" }],
    ["was cut although it looks whole", { ...stop(document), finishReason: "length" }],
    ["is prose", { message: "I cannot see a video.", finishReason: "stop" }],
    ["has a wrong form", stop({ ...document, title: 12 })],
    ["leaves a field out", stop({ ...document, summary: undefined })],
  ])("because it %s leads to three smaller calls, that ask for each field once", async (_, bad) => {
    const model = new ScriptedModel(bad, gist, summaryAnswer, timeline);
    const work = new MemoryObjects();
    const { deliver, tokens, run } = await aLane(model, { work });
    expect(await deliver()).toEqual([]);
    const keys = keysIn(tokens.answers[0]);
    const asked = keys.flatMap((key) => JSON.parse(work.texts.get(key) ?? "").fields);
    expect(asked.sort()).toEqual([...ANSWER_FIELDS].sort());
    expect(await run()).toMatchObject({ invokeBudget: 2, calls: { invokeModel: 4 } });
  });

  it("is paid no second time on a redelivery either", async () => {
    const model = new ScriptedModel(cut(document), gist, summaryAnswer, timeline);
    const { deliver } = await aLane(model);
    await deliver();
    expect(await deliver({ receiveCount: 2 }, aLaneMessage({ taskToken: "token-2" }))).toEqual([]);
    expect(model.bodies).toHaveLength(4);
  });

  it("goes on behind the smaller calls that were answered before a throttle", async () => {
    const throttled = new Throttled("ThrottlingException: slow down");
    const model = new ScriptedModel(cut(document), gist, throttled, summaryAnswer, timeline);
    const { deliver, run, tokens } = await aLane(model);
    expect(await deliver()).toEqual(["message-1"]);
    expect(await deliver({ receiveCount: 2 })).toEqual([]);
    expect(keysIn(tokens.answers[0])).toHaveLength(3);
    expect((await run()).calls.invokeModel).toBe(4);
  });

  it.each([
    ["fences", (json: string) => `\`\`\`json\n${json}\n\`\`\``],
    ["prose around it", (json: string) => `Here it is:\n${json}\nI hope it helps.`],
  ])("is not one with %s: it costs no further call", async (_, wrap) => {
    const model = new ScriptedModel({ message: wrap(JSON.stringify(document)), finishReason: "stop" });
    const { deliver, tokens } = await aLane(model);
    expect(await deliver()).toEqual([]);
    expect(keysIn(tokens.answers[0])).toHaveLength(1);
  });

  it("never becomes a stored analysis with broken JSON, even when the smaller answers are cut too", async () => {
    const cutSummary = { message: '{"summary":"A red card, then a bl', finishReason: "length" };
    const model = new ScriptedModel(cut(document), gist, cutSummary, timeline);
    const work = new MemoryObjects();
    const { deliver, tokens } = await aLane(model, { work });
    await deliver();
    const { run, part } = aLaneMessage();
    const answers = [{ part, answerKeys: keysIn(tokens.answers[0]) }];
    const { analysisKey } = await stitch({ work, log: memoryLog() })({ run, durationSec: 40, answers });
    expect(JSON.parse(work.texts.get(analysisKey) ?? "")).toMatchObject({
      title: "Two cards",
      summary: "A red card, then a bl",
      flags: { truncated: true },
    });
  });

  it.each([
    ["no message", { finishReason: "stop" }],
    ["an empty message", { message: "", finishReason: "stop" }],
    ["no reason for its end", { message: "{}" }],
    ["a reason that nobody knows", { message: "{}", finishReason: "tired" }],
    ["no JSON at all, like a proxy's page", undefined],
  ])("because it has %s is not kept, and asked for again within the budget", async (_, bad) => {
    const model = new ScriptedModel(bad, stop(document));
    const work = new MemoryObjects();
    const { deliver, run } = await aLane(model, { work });
    expect(await deliver()).toEqual(["message-1"]);
    expect(work.texts.size).toBe(0);
    expect(await deliver({ receiveCount: 2 })).toEqual([]);
    expect((await run()).invokeBudget).toBe(4);
  });
});

describe("the budget of calls", () => {
  const timeout = new TemporaryError("MODEL_TIMEOUT", "Bedrock did not answer in time.");
  const failed = new TemporaryError("MODEL_ERROR", "Bedrock failed with InternalServerException.");

  it("is given back by a throttle: nothing was done", async () => {
    const throttles = Array.from({ length: 20 }, () => new Throttled("ThrottlingException: slow down"));
    const model = new ScriptedModel(...throttles, stop(document));
    const { deliver, run } = await aLane(model, { budget: 1 });
    for (let count = 1; count <= 20; count++)
      expect(await deliver({ receiveCount: count })).toEqual(["message-1"]);
    expect(await run()).toMatchObject({ invokeBudget: 1, calls: { invokeModel: 0 } });
    expect(await deliver({ receiveCount: 21 })).toEqual([]);
    expect(await run()).toMatchObject({ invokeBudget: 0, calls: { invokeModel: 1 } });
  });

  it("is used up by failures that may have been paid; the last one gives the reason", async () => {
    const { deliver, run, tokens } = await aLane(new ScriptedModel(failed, timeout, timeout), { budget: 3 });
    expect(await deliver()).toEqual(["message-1"]);
    expect(await deliver({ receiveCount: 2 })).toEqual(["message-1"]);
    expect(await deliver({ receiveCount: 3 })).toEqual([]);
    expect(tokens.answers).toEqual([
      { token: "token-1", error: "MODEL_TIMEOUT", cause: "Bedrock did not answer in time." },
    ]);
    expect(await run()).toMatchObject({ invokeBudget: 0, calls: { invokeModel: 3 } });
  });

  it("that is used up allows no further call", async () => {
    const model = new ScriptedModel(stop(document));
    const { deliver, tokens } = await aLane(model, { budget: 0 });
    expect(await deliver()).toEqual([]);
    expect(tokens.answers).toMatchObject([{ error: "BUDGET" }]);
    expect(model.bodies).toEqual([]);
  });

  it("is not what an unexpected error is repeated within", async () => {
    const { deliver, tokens, run } = await aLane(new ScriptedModel(new TypeError("x is not a function")));
    expect(await deliver()).toEqual([]);
    expect(tokens.answers).toMatchObject([{ error: "INTERNAL" }]);
    expect((await run()).calls.invokeModel).toBe(1);
  });

  it("bounds the calls when the answer cannot be kept", async () => {
    const full = new TemporaryError("INTERNAL", "Writing is not possible at the moment.");
    const work = failing<ObjectStore>(new MemoryObjects(), { method: "putOnce", error: full });
    const model = new ScriptedModel(stop(document), stop(document));
    const { deliver, run } = await aLane(model, { work, budget: 2 });
    expect(await deliver()).toEqual(["message-1"]);
    expect(await deliver({ receiveCount: 2 })).toEqual([]);
    expect((await run()).invokeBudget).toBe(0);
  });

  it("is not touched for a run that was closed in between", async () => {
    const model = new ScriptedModel(stop(document));
    const { deliver, catalog, run } = await aLane(model);
    await catalog.close({
      run: aLaneMessage().run,
      status: "FAILED",
      reason: null,
      steps: {},
      media: {},
      models: {},
      at: "2026-11-21T10:05:00.000Z",
    });
    expect(await deliver()).toEqual([]);
    expect(model.bodies).toEqual([]);
    expect((await run()).invokeBudget).toBe(6);
  });
});
