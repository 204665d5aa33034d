import { answerOf, MemoryQuestions, model, PARTIAL, READY, send, somePorts } from "./questions.ts";

const ask = (type: string, more: object = {}) => ({ video_id: READY.videoId, type, ...more });
const chapters = (...spans: [number, number][]) =>
  JSON.stringify({ chapters: spans.map(([start, end]) => ({ start, end, title: "t", summary: "s" })) });

test("a summary without wishes comes from the catalog", async () => {
  expect(await answerOf(await send(somePorts(), "/v1.2/summarize", ask("summary")))).toEqual({
    status: 200,
    body: {
      id: expect.any(String),
      summarize_type: "summary",
      summary: "People walk along the water.",
      usage: { output_tokens: expect.any(Number) },
    },
  });
});

test("chapters are numbered from 0, with the times in the words of both versions", async () => {
  const { body } = await answerOf(await send(somePorts(), "/v1.2/summarize", ask("chapter")));
  expect(body).toMatchObject({
    chapters: [
      { chapter_number: 0, start: 0, end: 13, start_sec: 0, end_sec: 12.5, chapter_title: "Arriving" },
      { chapter_number: 1, start: 13, end: 40, start_sec: 12.5, chapter_summary: "They walk." },
    ],
  });
});

test("highlights have a text and a summary", async () => {
  const { body } = await answerOf(await send(somePorts(), "/v1.2/summarize", ask("highlight")));
  expect(body).toMatchObject({
    highlights: [{ start: 20, end: 24, highlight: "A wave", highlight_summary: "It is high." }],
  });
});

test("the pipeline's own temperature is no wish, another is", async () => {
  const { service, bodies } = model(JSON.stringify({ summary: "Colder." }));
  const ports = somePorts({ analysis: service });
  await send(ports, "/v1.2/summarize", ask("summary", { temperature: 0.2 }));
  expect(bodies).toHaveLength(0);
  const { body } = await answerOf(await send(ports, "/v1.2/summarize", ask("summary", { temperature: 0 })));
  expect(body).toMatchObject({ summary: "Colder." });
  expect(bodies).toHaveLength(1);
});

test("a prompt costs one call for the one field, whose times are clamped to the video", async () => {
  const { service, bodies } = model(chapters([30, 99], [0, 30], [50, 60]));
  const ports = somePorts({ analysis: service });
  const asked = ask("chapter", { prompt: "Use simple words." });
  const first = await answerOf(await send(ports, "/v1.2/summarize", asked));
  const again = await answerOf(await send(ports, "/v1.3/summarize", asked));
  expect(first.body).toMatchObject({
    chapters: [
      { chapter_number: 0, start: 0, end: 30 },
      { chapter_number: 1, start: 30, end: 40 },
    ],
  });
  expect(again).toEqual(first);
  expect(bodies).toEqual([
    expect.objectContaining({
      inputPrompt: expect.stringContaining("Use simple words."),
      responseFormat: { jsonSchema: expect.objectContaining({ required: ["chapters"] }) },
    }),
  ]);
});

test("an answer that cannot be read is asked for once more, and not again", async () => {
  const { service, bodies } = model("I would rather not.", "Nor now.");
  const ports = somePorts({ analysis: service });
  const asked = ask("chapter", { prompt: "Use simple words." });
  expect(await answerOf(await send(ports, "/v1.2/summarize", asked))).toMatchObject({
    status: 422,
    body: { code: "answer_invalid" },
  });
  expect((await send(ports, "/v1.2/summarize", asked)).status).toBe(422);
  expect(bodies).toHaveLength(2);
});

test("a video without an analysis is asked about", async () => {
  const { service } = model(JSON.stringify({ summary: "Asked." }));
  const ports = somePorts({ videos: [PARTIAL], analysis: service });
  expect((await answerOf(await send(ports, "/v1.2/summarize", ask("summary")))).body).toMatchObject({
    summary: "Asked.",
  });
});

test("a summary can have the caller's own form", async () => {
  const { service, bodies } = model('{"lines":["one"]}');
  const json_schema = {
    type: "object",
    properties: { lines: { type: "array", items: { type: "string" } } },
    required: ["lines"],
  };
  const questions = new MemoryQuestions();
  const asked = ask("summary", { response_format: { type: "json_schema", json_schema } });
  const { body } = await answerOf(
    await send(somePorts({ analysis: service, questions }), "/v1.3/summarize", asked),
  );
  expect(body).toMatchObject({ summarize_type: "summary", summary: '{"lines":["one"]}' });
  expect(bodies).toEqual([expect.objectContaining({ responseFormat: { jsonSchema: json_schema } })]);
});

test.each([
  ["an unknown type", ask("poem"), "parameter_invalid"],
  [
    "a form for chapters",
    ask("chapter", { response_format: { type: "json_schema", json_schema: {} } }),
    "parameter_invalid",
  ],
  ["more tokens than the model gives", ask("summary", { max_tokens: 5000 }), "parameter_invalid"],
  ["a prompt that is too long", ask("summary", { prompt: "word ".repeat(2000) }), "token_limit_exceeded"],
  ["a temperature above 1", ask("summary", { temperature: 1.5 }), "parameter_invalid"],
])("%s is refused without a call", async (_, body, code) => {
  expect(await answerOf(await send(somePorts(), "/v1.2/summarize", body))).toMatchObject({
    status: 400,
    body: { code },
  });
});
