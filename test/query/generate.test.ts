import { TemporaryError } from "../../lambda/domain/errors.ts";
import { Throttled } from "../../lambda/ports.ts";
import type { AnswerPiece } from "../../lambda/query/ports.ts";
import { someSettings } from "../factories.ts";
import { manualClock } from "../fakes.ts";
import { answerOf, MemoryQuestions, model, pieces, READY, send, somePorts } from "./questions.ts";

const ask = (more: object = {}) => ({ video_id: READY.videoId, prompt: "What is seen?", ...more });
const NAMED = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
const form = (json_schema: object = NAMED) => ({ response_format: { type: "json_schema", json_schema } });

async function events(response: Response): Promise<Record<string, unknown>[]> {
  const text = await response.text();
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
const joined = (all: readonly Record<string, unknown>[]) => all.map(({ text = "" }) => String(text)).join("");

/** Pieces that come when the test says so. */
function commanded() {
  const waiting: ((piece: AnswerPiece | undefined) => void)[] = [];
  const ready: (AnswerPiece | undefined)[] = [];
  const give = (piece: AnswerPiece | undefined) => {
    const next = waiting.shift();
    if (next) next(piece);
    else ready.push(piece);
  };
  async function* source(): AsyncGenerator<AnswerPiece> {
    for (;;) {
      const piece =
        ready.length > 0
          ? ready.shift()
          : await new Promise<AnswerPiece | undefined>((resolve) => waiting.push(resolve));
      if (piece === undefined) return;
      yield piece;
    }
  }
  return { source: source(), say: (delta: string) => give({ delta, finishReason: null }), give };
}

describe("an answer in one piece", () => {
  test("is paid for once", async () => {
    const { service, bodies } = model("Two people on a beach.");
    const ports = somePorts({ analysis: service });
    const first = await answerOf(await send(ports, "/v1.2/generate", ask()));
    const again = await answerOf(await send(ports, "/v1.3/analyze", ask({ stream: false })));
    expect(first).toEqual({
      status: 200,
      body: {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        data: "Two people on a beach.",
        finish_reason: "stop",
        usage: { output_tokens: 7 },
      },
    });
    expect(again).toEqual(first);
    expect(bodies).toEqual([
      {
        inputPrompt: "What is seen?",
        mediaSource: {
          s3Location: { uri: `s3://${READY.bucket}/${READY.key}`, bucketOwner: "111122223333" },
        },
        temperature: 0.2,
        maxOutputTokens: 4096,
      },
    ]);
  });

  test.each([
    ["prompt", ask({ prompt: "Who is seen?" })],
    ["temperature", ask({ temperature: 0.9 })],
    ["length", ask({ max_tokens: 100 })],
    ["form", ask(form())],
  ])("with another %s is another question", async (_, other) => {
    const { service, bodies } = model("One.", '{"name":"two"}');
    const ports = somePorts({ analysis: service });
    await send(ports, "/v1.2/generate", ask());
    await send(ports, "/v1.2/generate", other);
    expect(bodies).toHaveLength(2);
  });

  test("of another version of the file is another question", async () => {
    const { service, bodies } = model("One.", "Two.");
    const questions = new MemoryQuestions();
    await send(somePorts({ analysis: service, questions }), "/v1.2/generate", ask());
    const videos = [{ ...READY, versionId: "v2" }];
    await send(somePorts({ analysis: service, questions, videos }), "/v1.2/generate", ask());
    expect(bodies).toHaveLength(2);
  });

  test("that was cut says so", async () => {
    const { service } = model(pieces("Two peo", "length"));
    expect(
      (await answerOf(await send(somePorts({ analysis: service }), "/v1.2/generate", ask()))).body,
    ).toMatchObject({
      data: "Two peo",
      finish_reason: "length",
    });
  });

  test("keeps what was asked, with the prompt", async () => {
    const questions = new MemoryQuestions();
    await send(somePorts({ analysis: model("One.").service, questions }), "/v1.2/generate", ask(form()));
    expect([...questions.items.values()]).toMatchObject([
      {
        kind: "text",
        prompt: "What is seen?",
        temperature: 0.2,
        versionId: "v1",
        schema: JSON.stringify(NAMED),
      },
    ]);
  });
});

test("a prompt with half a sign is asked with what every store holds", async () => {
  const questions = new MemoryQuestions();
  const { bodies, service } = model("One.");
  const body = { ...ask(), prompt: "What is \ud800 seen?" };
  expect((await send(somePorts({ analysis: service, questions }), "/v1.2/generate", body)).status).toBe(200);
  expect([...questions.items.values()]).toMatchObject([{ prompt: "What is \ufffd seen?" }]);
  expect(bodies).toMatchObject([{ inputPrompt: "What is \ufffd seen?" }]);
});

describe("an answer with a form", () => {
  test.each([
    ["plain", '{"name":"sea"}'],
    ["wrapped", 'Here it is:\n```json\n{"name":"sea"}\n```\nAnything else?'],
  ])("is the document alone when the model gives it %s", async (_, message) => {
    const ports = somePorts({ analysis: model(message).service });
    expect(
      (await answerOf(await send(ports, "/v1.3/analyze", ask({ ...form(), stream: false })))).body,
    ).toMatchObject({
      data: '{"name":"sea"}',
    });
  });

  test("is asked for once more when it does not follow", async () => {
    const { service, bodies } = model('{"name":7}', '{"name":"sea"}');
    const { body } = await answerOf(
      await send(somePorts({ analysis: service }), "/v1.2/generate", ask(form())),
    );
    expect(body).toMatchObject({ data: '{"name":"sea"}' });
    expect(bodies).toHaveLength(2);
  });

  test("is an error when it never follows, and is not paid for again", async () => {
    const { service, bodies } = model("no", "no");
    const ports = somePorts({ analysis: service });
    await send(ports, "/v1.2/generate", ask(form()));
    expect(await answerOf(await send(ports, "/v1.2/generate", ask(form())))).toMatchObject({
      status: 422,
      body: { code: "answer_invalid" },
    });
    expect(bodies).toHaveLength(2);
  });

  test("tells a schema that the model does not take, by its keyword", async () => {
    const wrong = form({ type: "object", properties: { a: { type: "string", maxLength: 3 } } });
    expect(await answerOf(await send(somePorts(), "/v1.2/generate", ask(wrong)))).toMatchObject({
      status: 400,
      body: {
        code: "parameter_invalid",
        message:
          'The response_format.json_schema parameter is invalid at #/properties/a: the keyword "maxLength" is not supported.',
      },
    });
  });
});

describe("a streamed answer", () => {
  test("begins before the model has ended, and joins to the stored one", async () => {
    const { source, say, give } = commanded();
    const { service, bodies } = model(source);
    const ports = somePorts({ analysis: service });
    const sent = send(ports, "/v1.3/analyze", ask());
    say("Zwei Leute ");
    const response = await sent;
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = "";
    while (!text.includes("Zwei")) text += new TextDecoder().decode((await reader.read()).value);
    say("am Meer – schön 🌊");
    give({ delta: "", finishReason: "stop", outputTokens: 9 });
    give(undefined);
    for (let part = await reader.read(); !part.done; part = await reader.read())
      text += new TextDecoder().decode(part.value);
    const all = await events(new Response(text));
    expect(text).toMatch(/^[\n -~]*$/);
    const stored = await answerOf(await send(ports, "/v1.2/generate", ask()));
    expect(joined(all)).toBe("Zwei Leute am Meer – schön 🌊");
    expect(stored.body).toMatchObject({ data: joined(all) });
    const generation_id = (stored.body as { id: string }).id;
    expect(all[0]).toEqual({ event_type: "stream_start", metadata: { generation_id } });
    expect(all.at(-1)).toEqual({
      event_type: "stream_end",
      finish_reason: "stop",
      metadata: { generation_id, usage: { output_tokens: 9 } },
    });
    expect(bodies).toHaveLength(1);
  });

  test("comes in some pieces when it is a stored one", async () => {
    const long = "All of it again. ".repeat(40);
    const ports = somePorts({ analysis: model(long).service });
    await send(ports, "/v1.2/generate", ask());
    const all = await events(await send(ports, "/v1.2/generate", ask({ stream: true })));
    expect(joined(all)).toBe(long);
    expect(all.length).toBeGreaterThan(4);
  });

  test("is read to its end and stored when the caller leaves", async () => {
    const { source, say, give } = commanded();
    const questions = new MemoryQuestions();
    const ports = somePorts({ analysis: model(source).service, questions });
    const sent = send(ports, "/v1.3/analyze", ask());
    say("Two ");
    await (await sent).body?.cancel();
    say("people.");
    give({ delta: "", finishReason: "stop" });
    give(undefined);
    while (![...questions.items.values()][0]?.answer) await new Promise(setImmediate);
    expect((await answerOf(await send(ports, "/v1.2/generate", ask()))).body).toMatchObject({
      data: "Two people.",
    });
  });

  test("leaves out what stands around a document, as the stored one does", async () => {
    const ports = somePorts({ analysis: model('Sure:\n{"name":"a } in a text"}\nBye').service });
    const all = await events(await send(ports, "/v1.3/analyze", ask(form())));
    expect(joined(all)).toBe('{"name":"a } in a text"}');
    expect(all.at(-1)).not.toHaveProperty("error");
  });

  test("says at its end that it does not follow the form", async () => {
    const ports = somePorts({ analysis: model('{"name":1}').service });
    expect((await events(await send(ports, "/v1.3/analyze", ask(form())))).at(-1)).toMatchObject({
      event_type: "stream_end",
      error: { code: "answer_invalid" },
    });
  });

  test("that breaks off says so as its last event, in words of ours", async () => {
    async function* breaking(): AsyncGenerator<AnswerPiece> {
      yield { delta: "Two ", finishReason: null };
      throw new TemporaryError("MODEL_ERROR", "Bedrock failed: secret");
    }
    const all = await events(
      await send(somePorts({ analysis: model(breaking()).service }), "/v1.3/analyze", ask()),
    );
    expect(all.at(-1)).toEqual({
      event_type: "stream_error",
      error: { code: "model_error", message: "The model failed." },
    });
  });

  test("that never began is an answer with its own status", async () => {
    const ports = somePorts({ analysis: model(new Throttled("ThrottlingException: secret")).service });
    const response = await send(ports, "/v1.3/analyze", ask());
    expect(response.headers.get("retry-after")).toBe("10");
    expect(await answerOf(response)).toMatchObject({ status: 429, body: { code: "too_many_requests" } });
  });

  test("shows its first line when the model takes long to begin", async () => {
    const { source, say, give } = commanded();
    const ports = somePorts({ analysis: model(source).service, sleep: async () => {} });
    const response = await send(ports, "/v1.3/analyze", ask());
    expect(response.status).toBe(200);
    say("Late.");
    give({ delta: "", finishReason: "stop" });
    give(undefined);
    expect(joined(await events(response))).toBe("Late.");
  });
});

describe("what a question may cost", () => {
  test("a busy model costs nothing", async () => {
    const questions = new MemoryQuestions();
    const { service } = model(new Throttled("busy"));
    await send(somePorts({ questions, analysis: service }), "/v1.2/generate", ask());
    expect([...questions.items.values()]).toMatchObject([{ calls: 0 }]);
  });

  test("no more calls than its budget", async () => {
    const broken = () => new TemporaryError("MODEL_TIMEOUT", "late");
    const { service, bodies } = model(broken(), broken(), "never");
    const ports = somePorts({ analysis: service, settings: someSettings({ invokeBudget: 2 }) });
    const statuses: number[] = [];
    for (let turn = 0; turn < 3; turn++) statuses.push((await send(ports, "/v1.2/generate", ask())).status);
    expect(statuses).toEqual([504, 504, 429]);
    expect(bodies).toHaveLength(2);
  });

  test("of two callers at the same time one pays", async () => {
    const { source, say, give } = commanded();
    const { service, bodies } = model(source);
    const clock = manualClock();
    const turns: (() => void)[] = [];
    const sleep = () => new Promise<void>((resolve) => turns.push(resolve));
    const ports = somePorts({ analysis: service, clock, sleep });
    const one = send(ports, "/v1.2/generate", ask());
    const other = send(ports, "/v1.2/generate", ask());
    say("Once.");
    give({ delta: "", finishReason: "stop" });
    give(undefined);
    const first = await answerOf(await one);
    while (turns.length === 0) await new Promise(setImmediate);
    for (const go of turns) go();
    expect(await answerOf(await other)).toEqual(first);
    expect(bodies).toHaveLength(1);
  });

  test("an answer that came between the look and the lease is not paid for again", async () => {
    const questions = new MemoryQuestions();
    await send(somePorts({ questions, analysis: model("Quicker.").service }), "/v1.2/generate", ask());
    const find = questions.find.bind(questions);
    let looks = 0;
    questions.find = async (address) => (looks++ === 0 ? undefined : find(address));
    const { body } = await answerOf(await send(somePorts({ questions }), "/v1.2/generate", ask()));
    expect(body).toMatchObject({ data: "Quicker." });
  });

  test("who lost the lease to a stall gives the answer that stands", async () => {
    const questions = new MemoryQuestions();
    const keep = questions.keep.bind(questions);
    questions.keep = async (address, answer, at) => {
      await keep(address, { ...answer, message: "The other's." }, at);
      return false;
    };
    const ports = somePorts({ questions, analysis: model("Too late.").service });
    expect((await answerOf(await send(ports, "/v1.2/generate", ask()))).body).toMatchObject({
      data: "The other's.",
    });
  });

  test("who waits too long for another's answer is told to come again", async () => {
    const questions = new MemoryQuestions();
    questions.takeLease = async () => undefined;
    const clock = manualClock();
    const waits: number[] = [];
    const sleep = async (ms: number) => {
      waits.push(ms);
      clock.advance(ms);
    };
    const response = await send(somePorts({ questions, clock, sleep }), "/v1.2/generate", ask());
    expect(response.headers.get("retry-after")).toBe("10");
    expect(await answerOf(response)).toMatchObject({ status: 409, body: { code: "answer_in_progress" } });
    expect(waits.slice(0, 4)).toEqual([250, 500, 1000, 1000]);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(27_000);
  });
});

test.each([
  ["an empty prompt", ask({ prompt: " " }), "parameter_invalid"],
  ["no prompt", { video_id: READY.videoId }, "parameter_not_provided"],
  ["a prompt that is too long", ask({ prompt: "word ".repeat(2000) }), "token_limit_exceeded"],
  ["an unknown field", ask({ colour: "red" }), "parameter_unknown"],
  ["no tokens", ask({ max_tokens: 0 }), "parameter_invalid"],
])("%s is refused without a call", async (_, body, code) => {
  expect(await answerOf(await send(somePorts(), "/v1.2/generate", body))).toMatchObject({
    status: 400,
    body: { code },
  });
});
