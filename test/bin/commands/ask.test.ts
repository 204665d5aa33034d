import { Readable } from "node:stream";
import { library, VIDEO_ID } from "../cli/answers.ts";
import { refusal } from "../cli/played-api.ts";
import { runWith } from "../cli/with-api.ts";

const stream = (...events: object[]) => ({
  reply: {
    status: 200,
    headers: { "content-type": "application/x-ndjson" },
    // Cut in the middle of lines, as a network does.
    body: Readable.from(
      events
        .map((event) => `${JSON.stringify(event)}\n`)
        .join("")
        .match(/[\s\S]{1,7}/g) ?? [],
    ),
  },
});
const START = { event_type: "stream_start", metadata: { generation_id: "1" } };
const END = { event_type: "stream_end", finish_reason: "stop", metadata: {} };
const text = (piece: string) => ({ event_type: "text_generation", text: piece });

const ask = (answer: () => object, ...argv: string[]) =>
  runWith({ ...library, "POST /analyze": answer }, ["ask", "beach.mp4", "What is", "there?", ...argv]);

test("writes the text as it comes, its own line ends obeyed and nothing else", async () => {
  const { code, out, err, seen } = await ask(() =>
    stream(START, text("The sea.\n"), text("And \u001b[31mred."), END),
  );
  expect({ code, out, err }).toEqual({ code: 0, out: "The sea.\nAnd \\u001b[31mred.\n", err: "" });
  expect(seen.at(-1)?.body).toEqual({ video_id: VIDEO_ID, prompt: "What is there?", stream: true });
});

test("says when the answer is cut", async () => {
  const { code, err } = await ask(() => stream(START, text("The"), { ...END, finish_reason: "length" }));
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining("--max-tokens") });
});

test("fails when the answer breaks off, or ends in an error", async () => {
  const broken = await ask(() => stream(START, text("The")));
  expect(broken).toMatchObject({ code: 1, out: "The\n", err: expect.stringContaining("broke off") });
  const error = { code: "model_error", message: "The model failed." };
  const failed = await ask(() => stream(START, { event_type: "stream_error", error }));
  expect(failed).toMatchObject({ code: 1, out: "", err: "reelbase: The model failed.\n" });
});

test("--json gives the one document of the API", async () => {
  const answer = { id: "1", data: "The sea.", finish_reason: "stop", usage: { output_tokens: 3 } };
  const { code, out, seen } = await ask(
    () => answer,
    "--json",
    "--temperature",
    "0.5",
    "--max-tokens",
    "100",
  );
  expect({ code, answer: JSON.parse(out) }).toEqual({ code: 0, answer });
  expect(seen.at(-1)?.body).toMatchObject({ stream: false, temperature: 0.5, max_tokens: 100 });
});

test("a refusal is one line in the words of the API", async () => {
  const { code, err } = await ask(() => refusal(409, "video_not_ready", "It is still being processed."));
  expect({ code, err }).toEqual({ code: 1, err: "reelbase: It is still being processed.\n" });
});
