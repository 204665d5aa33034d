import { PermanentError, TemporaryError } from "../../lambda/domain/errors.ts";
import { type LaneWork, laneWorker } from "../../lambda/lane/worker.ts";
import { type Catalog, type Random, Throttled } from "../../lambda/ports.ts";
import { aLaneMessage } from "../factories.ts";
import {
  type Delivery,
  failedIds,
  failing,
  MemoryLane,
  MemoryTokens,
  manualClock,
  memoryLog,
  only,
  sqsEvent,
} from "../fakes.ts";

const HOUR_MS = 60 * 60 * 1000;
const message = aLaneMessage();

/** A worker of the analyze lane whose work is what the test says. */
function setUp(work: LaneWork, change: { catalog?: Catalog; tokens?: MemoryTokens; random?: Random } = {}) {
  const started: string[] = [];
  const ports = {
    catalog: only<Catalog>("catalog", {
      async stepStarted(_run, step) {
        started.push(step);
        return true;
      },
    }),
    tokens: new MemoryTokens(),
    lane: new MemoryLane(),
    clock: manualClock(),
    random: { next: () => 0.999 },
    log: memoryLog(),
    ...change,
  };
  const worker = laneWorker(ports, "analyze", work);
  const deliver = (delivery: Delivery = {}) => worker(sqsEvent([message], delivery)).then(failedIds);
  return { ...ports, started, deliver, worker };
}

const fails = (error: unknown) => async () => {
  throw error;
};
const neverWork: LaneWork = () => {
  throw new Error("the test planned no work");
};

describe("a message of a lane", () => {
  it("is worked on, and its result answers the token", async () => {
    const { deliver, tokens, started } = setUp(async ({ part }) => ({ part, answerKeys: ["a"] }));
    expect(await deliver()).toEqual([]);
    expect(started).toEqual(["analyze"]);
    expect(tokens.answers).toEqual([{ token: "token-1", output: { part: message.part, answerKeys: ["a"] } }]);
  });

  it("of a run that is over costs nothing, and its token is told so", async () => {
    const catalog = only<Catalog>("catalog", { stepStarted: async () => false });
    const { deliver, tokens } = setUp(neverWork, { catalog });
    expect(await deliver()).toEqual([]);
    expect(tokens.answers).toMatchObject([{ token: "token-1", error: "SUPERSEDED" }]);
  });

  it("whose token nobody waits for costs nothing", async () => {
    const { deliver, tokens } = setUp(neverWork);
    tokens.dead.add("token-1");
    expect(await deliver()).toEqual([]);
    expect(tokens.answers).toEqual([]);
  });

  it("is done when its token dies while the work is under way", async () => {
    const tokens = new MemoryTokens();
    const { deliver } = setUp(async () => tokens.dead.add("token-1"), { tokens });
    expect(await deliver()).toEqual([]);
    expect(tokens.answers).toEqual([]);
  });

  it("is done alone: others of its batch come again by themselves", async () => {
    const { worker, tokens } = setUp(async ({ part }) => {
      if (part.index === 1) throw new TemporaryError("MODEL_ERROR", "Bedrock failed.");
      return part.index;
    });
    const batch = [0, 1, 2].map((index) => ({
      ...aLaneMessage({ taskToken: `token-${index}` }),
      part: { ...message.part, index },
    }));
    expect(failedIds(await worker(sqsEvent(batch)))).toEqual(["message-2"]);
    expect(tokens.answers).toEqual([
      { token: "token-0", output: 0 },
      { token: "token-2", output: 2 },
    ]);
  });
});

describe("work that fails", () => {
  it("for good answers the token with its reason", async () => {
    const { deliver, tokens, lane } = setUp(fails(new PermanentError("MODEL_REJECTED", "Too short.")));
    expect(await deliver()).toEqual([]);
    expect(tokens.answers).toEqual([{ token: "token-1", error: "MODEL_REJECTED", cause: "Too short." }]);
    expect(lane.handedBack).toEqual([]);
  });

  it.each([
    ["an error of the code", new TypeError("secret words of a model")],
    ["something that is no error", "secret words of a model"],
  ])("with %s is a fault of ours: it is not repeated, and nothing of it is told", async (_, thrown) => {
    const { deliver, tokens, lane } = setUp(fails(thrown));
    expect(await deliver()).toEqual([]);
    expect(tokens.answers).toMatchObject([{ token: "token-1", error: "INTERNAL" }]);
    expect(JSON.stringify(tokens.answers)).not.toContain("secret");
    expect(lane.handedBack).toEqual([]);
  });

  it.each([
    ["throttled", new Throttled("ThrottlingException: slow down")],
    ["in a way that may pass", new TemporaryError("MODEL_ERROR", "Bedrock failed.")],
  ])("%s hands the message back, without an answer", async (_, error) => {
    const { deliver, tokens, lane } = setUp(fails(error));
    expect(await deliver()).toEqual(["message-1"]);
    expect(tokens.answers).toEqual([]);
    expect(lane.handedBack).toEqual([{ receiptHandle: "receipt-of-message-1", seconds: 2 }]);
  });

  it("hands back with a pause that doubles up to 5 minutes", async () => {
    const { deliver, lane } = setUp(fails(new Throttled("ThrottlingException: slow down")));
    for (const receiveCount of [1, 2, 3, 7, 8, 9, 900]) await deliver({ receiveCount });
    expect(lane.handedBack.map(({ seconds }) => seconds)).toEqual([2, 4, 8, 128, 256, 300, 300]);
  });

  it("draws each pause anew, so that a burst does not come back together", async () => {
    const draws = [0, 0.25, 0.5];
    const random = { next: () => draws.shift() ?? 1 };
    const { deliver, lane } = setUp(fails(new Throttled("slow down")), { random });
    for (let count = 0; count < 3; count++) await deliver({ receiveCount: 8 });
    expect(lane.handedBack.map(({ seconds }) => seconds)).toEqual([1, 64, 128]);
  });

  it.each([
    [new Throttled("ThrottlingException: slow down"), "MODEL_THROTTLED"],
    [new TemporaryError("MODEL_TIMEOUT", "Bedrock did not answer in time."), "MODEL_TIMEOUT"],
  ])("with %s is given up 6 hours after the message was sent", async (error, code) => {
    const { deliver, clock, tokens, lane } = setUp(fails(error));
    const sentAtMs = clock.now();
    clock.advance(6 * HOUR_MS - 1);
    expect(await deliver({ sentAtMs })).toEqual(["message-1"]);
    clock.advance(1);
    expect(await deliver({ sentAtMs })).toEqual([]);
    expect(tokens.answers).toMatchObject([{ token: "token-1", error: code }]);
    expect(lane.handedBack).toHaveLength(1);
  });
});

describe("a failure around the work", () => {
  const busy = new TemporaryError("INTERNAL", "Answering the workflow is not possible at the moment.");

  it("before it hands the message back, and nothing is worked", async () => {
    const tokens = failing(new MemoryTokens(), { method: "alive", error: busy });
    const { deliver, lane } = setUp(neverWork, { tokens });
    expect(await deliver()).toEqual(["message-1"]);
    expect(lane.handedBack).toHaveLength(1);
  });

  it("while answering hands the message back, and the next delivery answers", async () => {
    const answers = new MemoryTokens();
    const tokens = failing(answers, { method: "succeed", error: busy });
    const { deliver } = setUp(async () => "result", { tokens });
    expect(await deliver()).toEqual(["message-1"]);
    expect(await deliver({ receiveCount: 2 })).toEqual([]);
    expect(answers.answers).toEqual([{ token: "token-1", output: "result" }]);
  });

  it("by a denied grant answers the token with what is missing", async () => {
    const denied = new PermanentError("ACCESS_DENIED", "dynamodb:UpdateItem on table");
    const catalog = only<Catalog>("catalog", { stepStarted: fails(denied) });
    const { deliver, tokens } = setUp(neverWork, { catalog });
    expect(await deliver()).toEqual([]);
    expect(tokens.answers).toMatchObject([{ error: "ACCESS_DENIED", cause: "dynamodb:UpdateItem on table" }]);
  });
});
