import { jest } from "@jest/globals";
import { lambdaLog } from "../../lambda/adapters/logger.ts";
import { analyze } from "../../lambda/analyze/analyze.ts";
import { PermanentError, TemporaryError } from "../../lambda/domain/errors.ts";
import { deadLetter } from "../../lambda/lane/dead-letter.ts";
import { laneWorker } from "../../lambda/lane/worker.ts";
import { analysisModel } from "../../lambda/models.ts";
import { type Catalog, Throttled } from "../../lambda/ports.ts";
import { aLaneMessage, aRun, someSettings } from "../factories.ts";
import {
  MemoryLane,
  MemoryObjects,
  MemoryTokens,
  manualClock,
  only,
  ScriptedModel,
  sqsEvent,
} from "../fakes.ts";

/** What was written to standard output since the test began. */
let written: string[];
beforeEach(() => {
  written = [];
  jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  jest.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});
const lines = () =>
  written
    .join("")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("a line of the log", () => {
  it("is JSON with its level, message and fields", () => {
    lambdaLog().warn("work put aside", { code: "MODEL_THROTTLED", pauseSec: 4 });
    expect(lines()).toMatchObject([
      { level: "WARN", message: "work put aside", code: "MODEL_THROTTLED", pauseSec: 4 },
    ]);
  });

  it("carries the fields of its run, and of no other", () => {
    const log = lambdaLog();
    const one = log.with({ runId: "run-1" }).with({ step: "analyze" });
    log.with({ runId: "run-2" }).info("two");
    one.error("one");
    log.info("none");
    expect(lines()).toMatchObject([
      { message: "two", runId: "run-2" },
      { message: "one", runId: "run-1", step: "analyze", level: "ERROR" },
      { message: "none" },
    ]);
    expect(lines()[2]).not.toHaveProperty("runId");
    expect(lines()[0]).not.toHaveProperty("step");
  });
});

describe("the log never holds", () => {
  const TOKEN = "canary-of-the-token";
  const PROMPT = "canary of the prompt";
  const WORDS = "canary of the model";
  const answer = (message: string, finishReason = "stop") => ({ message, finishReason });

  /** Runs one message of the analyze lane with the log that the functions use. */
  async function logged(answers: readonly unknown[], work = new MemoryObjects()) {
    const catalog = only<Catalog>("catalog", {
      stepStarted: async () => true,
      spendInvocation: async () => true,
      returnInvocation: async () => {},
      run: async () => aRun(),
    });
    const step = analyze({
      catalog,
      work,
      service: new ScriptedModel(...answers),
      model: analysisModel("pegasus-1.2"),
      settings: someSettings({ extraPrompt: PROMPT }),
      accountId: "111122223333",
    });
    const ports = {
      ...{ catalog, tokens: new MemoryTokens(), lane: new MemoryLane() },
      ...{ clock: manualClock(), random: { next: () => 0 }, log: lambdaLog() },
    };
    await laneWorker(ports, "analyze", step)(sqsEvent([aLaneMessage({ taskToken: TOKEN })]));
    return written.join("");
  }

  const whole = answer(
    JSON.stringify({
      ...{ title: WORDS, topics: [WORDS], hashtags: [WORDS], summary: WORDS },
      ...{ chapters: [], highlights: [] },
    }),
  );

  it.each([
    ["a good answer", [whole]],
    ["prose", [answer(WORDS), answer(WORDS), answer(WORDS), answer(WORDS)]],
    ["an answer of a wrong form", [answer(`{"title":"${WORDS}","topics":"${WORDS}"}`), whole, whole, whole]],
    ["an answer that was cut", [answer(`{"title":"${WORDS}`, "length"), whole, whole, whole]],
    ["an unknown reason for its end", [answer("{}", WORDS)]],
    ["another shape altogether", [{ [WORDS]: WORDS }]],
    ["a throttle", [new Throttled("ThrottlingException: slow down")]],
    ["a failure", [new TemporaryError("MODEL_ERROR", "Bedrock failed.")]],
    ["a refusal", [new PermanentError("MODEL_REJECTED", "Too short.")]],
    ["an error of JSON.parse that quotes it", [syntaxErrorWith("canary of the model")]],
  ])("a token, a prompt or a model's words after %s", async (_, answers) => {
    const text = await logged(answers);
    expect(text).toContain(aRun().runId);
    expect(text).not.toMatch(/canary/);
  });

  it("them after a stored answer that is broken", async () => {
    class Broken extends MemoryObjects {
      override async getText() {
        return WORDS;
      }
    }
    const text = await logged([], new Broken());
    expect(text).toContain("INTERNAL");
    expect(text).not.toMatch(/canary/);
  });

  it("them after a dead letter that cannot be read", async () => {
    await deadLetter({ tokens: new MemoryTokens(), log: lambdaLog() })(sqsEvent([TOKEN]));
    expect(written.join("")).toContain("message-1");
    expect(written.join("")).not.toMatch(/canary/);
  });
});

function syntaxErrorWith(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
