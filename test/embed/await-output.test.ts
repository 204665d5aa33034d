import { invocationFailure } from "../../lambda/adapters/bedrock-errors.ts";
import type { AwaitInput } from "../../lambda/contracts/workflow.ts";
import { TemporaryError } from "../../lambda/domain/errors.ts";
import { awaitOutput } from "../../lambda/embed/await-output.ts";
import { outputEvent } from "../../lambda/embed/output-event.ts";
import type { SettlePorts } from "../../lambda/embed/settle.ts";
import type { AsyncStatus } from "../../lambda/ports.ts";
import { aCatalog, type TestCatalog } from "../catalog/table.ts";
import { aLaneMessage, aRunInput } from "../factories.ts";
import {
  arnOf,
  Crash,
  failedIds,
  failing,
  type ManualClock,
  MemoryEmbeddings,
  MemoryObjects,
  MemoryTokens,
  manualClock,
  memoryLog,
  sqsEvent,
} from "../fakes.ts";

const MINUTE_MS = 60_000;
const PREFIX = "embeddings/0123/marengo-3.0/4567";
const ID = arnOf(1).slice(-12);
const OUTPUT = `${PREFIX}/${ID}/output.json`;

let table: TestCatalog;
let ports: SettlePorts & {
  clock: ManualClock;
  service: MemoryEmbeddings;
  work: MemoryObjects;
  tokens: MemoryTokens;
};
beforeEach(async () => {
  table = await aCatalog();
  ports = {
    catalog: table.catalog,
    work: new MemoryObjects(),
    service: new MemoryEmbeddings(),
    tokens: new MemoryTokens(),
    clock: manualClock(),
    log: memoryLog(),
    failure: invocationFailure,
    workBucket: "work-bucket",
  };
});
afterEach(() => table.close());

const waiting = (taskToken = "token-1"): AwaitInput => ({
  taskToken,
  run: aRunInput(),
  started: { part: aLaneMessage().part, invocationArn: arnOf(1), outputPrefix: PREFIX },
});
const inProgress: AsyncStatus = { status: "InProgress" };
const completed = (outputUri = `s3://work-bucket/${PREFIX}/${ID}`): AsyncStatus => ({
  status: "Completed",
  outputUri,
  endedAtMs: ports.clock.now(),
});
const stands = (status: AsyncStatus | Error) => void ports.service.statuses.set(arnOf(1), status);
const row = () => table.catalog.invocation(ID);
const ready = (token = "token-1") => ({
  token,
  output: { part: aLaneMessage().part, bucket: "work-bucket", key: OUTPUT },
});

/** The event of an object in the work bucket, as the queue brings it. */
const written = async (key = OUTPUT, changed = ports) => {
  const detail = {
    bucket: { name: "work-bucket" },
    object: { key, size: 10, etag: "e", sequencer: "00" },
  };
  const event = { source: "aws.s3", "detail-type": "Object Created", detail };
  return failedIds(await outputEvent(changed)(sqsEvent([event])));
};

describe("waiting for an output", () => {
  it("remembers the token before it looks: an output that comes in between finds who waits", async () => {
    const seen: unknown[] = [];
    const service = {
      async status() {
        seen.push((await row())?.taskToken);
        return inProgress;
      },
    };
    await awaitOutput({ ...ports, service })(waiting());
    expect(seen).toEqual(["token-1"]);
    expect(await row()).toMatchObject({ invocationArn: arnOf(1), runId: aRunInput().runId });
    expect(ports.tokens.answers).toEqual([]);
  });

  it("answers at once when the output was quicker", async () => {
    stands(completed());
    ports.work.texts.set(OUTPUT, "{}");
    await awaitOutput(ports)(waiting());
    expect(ports.tokens.answers).toEqual([ready()]);
    expect(await row()).toBeUndefined();
  });

  it("is woken by the event of the output, and by that alone", async () => {
    stands(inProgress);
    await awaitOutput(ports)(waiting());
    stands(completed());
    ports.work.texts.set(OUTPUT, "{}");
    expect(await written()).toEqual([]);
    expect(await written()).toEqual([]);
    expect(ports.tokens.answers).toEqual([ready()]);
  });

  it("finds an output whose event was lost with its next look, under the new token", async () => {
    stands(inProgress);
    await awaitOutput(ports)(waiting());
    ports.tokens.dead.add("token-1");
    stands(completed());
    ports.work.texts.set(OUTPUT, "{}");
    await awaitOutput(ports)(waiting("token-2"));
    expect(ports.tokens.answers).toEqual([ready("token-2")]);
    expect(await row()).toBeUndefined();
  });

  it("wakes the newest wait, not one that timed out", async () => {
    stands(inProgress);
    await awaitOutput(ports)(waiting());
    ports.tokens.dead.add("token-1");
    await awaitOutput(ports)(waiting("token-2"));
    stands(completed());
    ports.work.texts.set(OUTPUT, "{}");
    await written();
    expect(ports.tokens.answers).toEqual([ready("token-2")]);
  });

  it("lets the row go when nobody waits any more", async () => {
    stands(inProgress);
    await awaitOutput(ports)(waiting());
    ports.tokens.dead.add("token-1");
    stands(completed());
    ports.work.texts.set(OUTPUT, "{}");
    expect(await written()).toEqual([]);
    expect([ports.tokens.answers, await row()]).toEqual([[], undefined]);
  });

  it.each([
    ["Unprocessable video: the codec is not supported", "MODEL_REJECTED"],
    ["Internal error", "MODEL_ERROR"],
  ])("ends with the reason when the invocation failed with %p", async (message, code) => {
    stands({ status: "Failed", message });
    await awaitOutput(ports)(waiting());
    expect(ports.tokens.answers).toMatchObject([{ token: "token-1", error: code }]);
    expect(JSON.stringify(ports.tokens.answers)).toContain(message);
    expect(await row()).toBeUndefined();
  });

  it("keeps the row when the question fails: the event can still wake the run", async () => {
    stands(new TemporaryError("MODEL_ERROR", "Bedrock failed."));
    await expect(awaitOutput(ports)(waiting())).rejects.toMatchObject({ name: "TemporaryError" });
    expect(await row()).toMatchObject({ taskToken: "token-1" });
  });
});

describe("a completed invocation", () => {
  it.each([
    ["the place that Bedrock names", () => `s3://work-bucket/${PREFIX}/${ID}`],
    ["the same with a slash at its end", () => `s3://work-bucket/${PREFIX}/${ID}/`],
    [
      "the place that was asked for, when Bedrock names it without the id",
      () => `s3://work-bucket/${PREFIX}`,
    ],
    ["the place that was asked for, when Bedrock names another bucket", () => "s3://other/there"],
    ["the place that was asked for, when Bedrock names none", () => ""],
  ])("is looked for at %s", async (_, outputUri) => {
    stands(completed(outputUri()));
    ports.work.texts.set(OUTPUT, "{}");
    await awaitOutput(ports)(waiting());
    expect(ports.tokens.answers).toEqual([ready()]);
  });

  it("without its output is waited for 15 minutes, and then counts as lost", async () => {
    stands(completed());
    ports.work.texts.set(`${PREFIX}/${ID}/manifest.json`, "{}");
    await awaitOutput(ports)(waiting());
    ports.clock.advance(15 * MINUTE_MS - 1);
    await awaitOutput(ports)(waiting());
    expect(ports.tokens.answers).toEqual([]);
    ports.clock.advance(1);
    await awaitOutput(ports)(waiting());
    expect(ports.tokens.answers).toMatchObject([{ token: "token-1", error: "OUTPUT_MISSING" }]);
    expect(await row()).toBeUndefined();
  });

  it("whose output comes late is still taken", async () => {
    stands(completed());
    await awaitOutput(ports)(waiting());
    ports.clock.advance(14 * MINUTE_MS);
    ports.work.texts.set(OUTPUT, "{}");
    await awaitOutput(ports)(waiting());
    expect(ports.tokens.answers).toEqual([ready()]);
  });
});

describe("the event of an output", () => {
  it("that nobody waits for is normal", async () => {
    expect(await written()).toEqual([]);
    expect(ports.tokens.answers).toEqual([]);
  });

  it.each([`${PREFIX}/${ID}/manifest.json`, "answers/a/b/output.json"])(
    "is none when the object is %s",
    async (key) => {
      stands(inProgress);
      await awaitOutput(ports)(waiting());
      ports.service.statuses.clear();
      expect(await written(key)).toEqual([]);
    },
  );

  it("that comes before the invocation counts as completed is handed back", async () => {
    stands(inProgress);
    await awaitOutput(ports)(waiting());
    ports.work.texts.set(OUTPUT, "{}");
    expect(await written()).toEqual(["message-1"]);
    expect(ports.tokens.answers).toEqual([]);
    stands(completed());
    expect(await written()).toEqual([]);
    expect(ports.tokens.answers).toEqual([ready()]);
  });

  it("answers again after a crash between the answer and the removal of the row", async () => {
    stands(inProgress);
    await awaitOutput(ports)(waiting());
    stands(completed());
    ports.work.texts.set(OUTPUT, "{}");
    const dying = failing(table.catalog, { method: "deleteInvocation", error: new Crash() });
    expect(await written(OUTPUT, { ...ports, catalog: dying })).toEqual(["message-1"]);
    expect(ports.tokens.answers).toEqual([ready()]);
    expect(await row()).toMatchObject({ taskToken: "token-1" });
    expect(await written()).toEqual([]);
    expect(ports.tokens.answers).toHaveLength(1);
    expect(await row()).toBeUndefined();
  });

  it("keeps the row when the answer could not be sent", async () => {
    stands(inProgress);
    await awaitOutput(ports)(waiting());
    stands(completed());
    ports.work.texts.set(OUTPUT, "{}");
    const error = new TemporaryError("INTERNAL", "Answering the workflow is not possible at the moment.");
    const busy = failing(ports.tokens, { method: "succeed", error });
    expect(await written(OUTPUT, { ...ports, tokens: busy })).toEqual(["message-1"]);
    expect(await row()).toMatchObject({ taskToken: "token-1" });
    expect(await written()).toEqual([]);
    expect(ports.tokens.answers).toEqual([ready()]);
  });

  it("that is of another shape is handed back alone", async () => {
    const event = sqsEvent([{ source: "aws.s3", "detail-type": "Object Created", detail: {} }]);
    expect(failedIds(await outputEvent(ports)(event))).toEqual(["message-1"]);
  });
});
