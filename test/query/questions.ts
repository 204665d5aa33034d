import { patternMatcher } from "../../lambda/adapters/query/patterns.ts";
import type { Caller } from "../../lambda/contracts/api/caller.ts";
import type { VideoItem } from "../../lambda/contracts/items.ts";
import type { QuestionItem } from "../../lambda/contracts/question-item.ts";
import { analysisModel } from "../../lambda/models.ts";
import { queryApp } from "../../lambda/query/app.ts";
import { type GeneratePorts, generateRoutes } from "../../lambda/query/generate.ts";
import { gistRoutes } from "../../lambda/query/gist.ts";
import type { AnswerPiece, Questions, StreamingAnalysis } from "../../lambda/query/ports.ts";
import { summarizeRoutes } from "../../lambda/query/summarize.ts";
import { aRun, aVideo, someSettings } from "../factories.ts";
import { manualClock, memoryLog, only } from "../fakes.ts";

/** What the questions need, in memory. */

export const CALLER: Caller = { name: "test", scopes: ["read"] };

export const READY = aVideo({
  status: "READY",
  currentRunId: aRun().runId,
  durationSec: 40,
  width: 1280,
  height: 720,
  title: "A beach",
  topics: ["Sea"],
  hashtags: ["sand", "waves"],
  summary: "People walk along the water.",
  chapters: [
    { startSec: 0, endSec: 12.5, title: "Arriving", summary: "They come." },
    { startSec: 12.5, endSec: 40, title: "Walking", summary: "They walk." },
  ],
  highlights: [{ startSec: 20, endSec: 24, title: "A wave", summary: "It is high." }],
});

/** A video whose analysis failed: its embeddings are there. */
export const PARTIAL = aVideo({
  status: "PARTIAL",
  currentRunId: aRun().runId,
  durationSec: 40,
  width: 1280,
  height: 720,
});

/** Questions in memory, with the rules of the table. */
export class MemoryQuestions implements Questions {
  readonly items = new Map<string, QuestionItem>();
  /** Hashes that somebody else is being answered for. */
  readonly leased = new Set<string>();

  async find({ hash }: { hash: string }) {
    return this.items.get(hash);
  }

  async takeLease({ hash }: { hash: string }) {
    if (this.leased.has(hash)) return undefined;
    this.leased.add(hash);
    return { release: async () => void this.leased.delete(hash) };
  }

  async spend({ hash }: { hash: string }, question: Omit<QuestionItem, "calls">, budget: number) {
    const calls = (this.items.get(hash)?.calls ?? 0) + 1;
    if (calls > budget) return undefined;
    this.items.set(hash, { ...question, ...this.items.get(hash), calls });
    return calls;
  }

  async giveBack({ hash }: { hash: string }) {
    const item = this.items.get(hash);
    if (item) this.items.set(hash, { ...item, calls: item.calls - 1 });
  }

  async keep({ hash }: { hash: string }, answer: QuestionItem["answer"] & object, answeredAt: string) {
    const item = this.items.get(hash);
    if (!item) throw new Error("an answer that nobody asked for");
    if (item.answer?.isOfForm) return false;
    this.items.set(hash, { ...item, answer, answeredAt });
    return true;
  }
}

type Pieces = Iterable<AnswerPiece> | AsyncIterable<AnswerPiece>;

/** A model that gives these answers in turn, and keeps what it was asked. */
export function model(...answers: readonly (string | Pieces | Error)[]) {
  const bodies: unknown[] = [];
  const service: StreamingAnalysis = {
    async *ask(body) {
      const answer = answers[bodies.length];
      bodies.push(body);
      if (answer === undefined) throw new Error("the test planned no such call");
      if (answer instanceof Error) throw answer;
      yield* typeof answer === "string" ? pieces(answer) : answer;
    },
  };
  return { bodies, service };
}

/** A text in pieces of some letters, and its end. */
export function* pieces(text: string, finishReason: "stop" | "length" = "stop"): Generator<AnswerPiece> {
  for (const delta of text.match(/.{1,7}/gsu) ?? []) yield { delta, finishReason: null };
  yield { delta: "", finishReason, outputTokens: 7 };
}

export function somePorts(
  change: Partial<GeneratePorts> & { videos?: readonly VideoItem[] } = {},
): GeneratePorts {
  const { videos = [READY], ...ports } = change;
  return {
    library: { video: async (videoId) => videos.find((video) => video.videoId === videoId) },
    questions: new MemoryQuestions(),
    analysis: only<StreamingAnalysis>("analysis", {}),
    model: analysisModel("pegasus-1.2"),
    settings: someSettings(),
    accountId: "111122223333",
    clock: manualClock(),
    sleep: () => new Promise(() => {}),
    matcher: patternMatcher,
    ...ports,
  };
}

/** Sends a body to an operation. */
export function send(ports: GeneratePorts, path: string, body: unknown, caller = CALLER): Promise<Response> {
  const app = queryApp([gistRoutes(ports), summarizeRoutes(ports), generateRoutes(ports)]);
  const request = new Request(`http://api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return app({ request, caller, requestId: "request-1", log: memoryLog() });
}

export async function answerOf(response: Response): Promise<{ status: number; body: unknown }> {
  return { status: response.status, body: await response.json() };
}
