import type { RunItem } from "../../lambda/contracts/items.ts";
import type { Settings } from "../../lambda/contracts/settings.ts";
import { Started } from "../../lambda/contracts/workflow.ts";
import { PermanentError, reasonOf, TemporaryError } from "../../lambda/domain/errors.ts";
import { start } from "../../lambda/embed/start.ts";
import { embeddingModel } from "../../lambda/models.ts";
import { type Catalog, type EmbeddingService, type ObjectStore, Throttled } from "../../lambda/ports.ts";
import { aLaneMessage, aRun, aRunInput, someSettings } from "../factories.ts";
import { arnOf, Crash, failing, MemoryEmbeddings, MemoryObjects, memoryLog, only } from "../fakes.ts";

const OUTPUT_GONE = { status: "Completed", outputUri: "", endedAtMs: 0 } as const;

let service: MemoryEmbeddings;
let work: MemoryObjects;
let counted: string[];
beforeEach(() => {
  service = new MemoryEmbeddings();
  work = new MemoryObjects();
  counted = [];
});

interface Change {
  readonly service?: EmbeddingService;
  readonly work?: ObjectStore;
  readonly settings?: Partial<Settings>;
  /** Runs that the catalog has. */
  readonly runs?: readonly RunItem[];
}

/** The step, as one delivery of its message runs it. */
async function started(message = aLaneMessage(), change: Change = {}) {
  const settings = someSettings(change.settings);
  const step = start({
    catalog: only<Catalog>("catalog", {
      async invocationStarted(run) {
        counted.push(run.runId);
      },
      async run(_, runId) {
        return change.runs?.find((each) => each.runId === runId);
      },
    }),
    work: change.work ?? work,
    service: change.service ?? service,
    model: embeddingModel(settings.marengo),
    settings,
    workBucket: "work-bucket",
    accountId: "111122223333",
  });
  return Started.parse(await step(message, memoryLog()));
}

const generation = (count: number) => aLaneMessage({ run: aRunInput({ generation: count }) });

describe("starting an invocation", () => {
  it("asks for every option and scope of the settings, and says where the output will be", async () => {
    const { part, invocationArn, outputPrefix } = await started();
    expect({ part, invocationArn }).toEqual({ part: aLaneMessage().part, invocationArn: arnOf(1) });
    expect(service.started).toMatchObject([
      {
        outputUri: `s3://work-bucket/${outputPrefix}`,
        input: {
          inputType: "video",
          video: {
            mediaSource: {
              s3Location: { uri: "s3://videos-bucket/videos/holiday/beach.mp4", bucketOwner: "111122223333" },
            },
            embeddingOption: ["visual", "audio", "transcription"],
            embeddingScope: ["clip", "asset"],
          },
        },
      },
    ]);
    expect(outputPrefix).toMatch(/^embeddings\/[0-9a-f]{32}\/marengo-3\.0\/[0-9a-f]{32}$/);
    expect(counted).toEqual([aRunInput().runId]);
  });

  it("asks nothing about sound of a file without an audio track", async () => {
    await started({ ...aLaneMessage(), part: { ...aLaneMessage().part, hasAudio: false } });
    expect(service.started).toMatchObject([{ input: { video: { embeddingOption: ["visual"] } } }]);
  });

  it("speaks to Marengo 2.7 in its own words", async () => {
    await started(aLaneMessage(), {
      settings: { marengo: "marengo-2.7", embeddingOptions: ["visual-text", "audio"] },
    });
    expect(service.started).toMatchObject([
      { input: { inputType: "video", embeddingOption: ["visual-text", "audio"], minClipSec: 4 } },
    ]);
  });

  it.each([
    ["is throttled", new Throttled("ThrottlingException: slow down")],
    ["fails in a way that may pass", new TemporaryError("MODEL_ERROR", "Bedrock failed.")],
    ["is refused", new PermanentError("CONFIG", "The model refused the request.")],
  ])("that %s leaves nothing behind", async (_, error) => {
    const broken = failing<EmbeddingService>(service, { method: "start", error });
    await expect(started(aLaneMessage(), { service: broken })).rejects.toBe(error);
    expect([work.texts.size, counted]).toEqual([0, []]);
  });
});

describe("a repeated start", () => {
  it("takes over the invocation of this run, and counts it once", async () => {
    const first = await started();
    expect(await started()).toEqual(first);
    expect(service.started).toHaveLength(1);
    expect(counted).toHaveLength(1);
  });

  it("carries the same token when the first one died before it could write down the invocation", async () => {
    const dying = failing<EmbeddingService>(service, { method: "start", error: new Crash(), when: "after" });
    await expect(started(aLaneMessage(), { service: dying })).rejects.toThrow(Crash);
    expect(work.texts.size).toBe(0);
    const again = await started();
    expect(again.invocationArn).toBe(arnOf(1));
    expect(service.started).toHaveLength(1);
    expect(counted).toHaveLength(1);
  });

  it("counts a call once when two deliveries start it together", async () => {
    const [one, other] = await Promise.all([started(), started()]);
    expect(one).toEqual(other);
    expect(counted).toHaveLength(1);
  });

  it("takes this run's own invocation as it is, without asking how it stands", async () => {
    await started();
    service.statuses.set(arnOf(1), { status: "Failed", message: "broken" });
    expect((await started()).invocationArn).toBe(arnOf(1));
  });
});

describe("a later generation", () => {
  it("has a token of its own", async () => {
    await started(generation(1));
    work.texts.clear();
    await started(generation(2));
    expect(new Set(service.started.map(({ token }) => token)).size).toBe(2);
    for (const { token } of service.started) expect(token).toMatch(/^[!-~]{1,256}$/);
  });

  it.each(["InProgress", "Completed"] as const)(
    "takes over an earlier generation's invocation that is %s",
    async (status) => {
      const { invocationArn, outputPrefix } = await started(generation(1));
      const outputUri = `s3://work-bucket/${outputPrefix}/${invocationArn.slice(-12)}`;
      work.texts.set(`${outputPrefix}/${invocationArn.slice(-12)}/output.json`, "{}");
      service.statuses.set(
        invocationArn,
        status === "InProgress" ? { status } : { status, outputUri, endedAtMs: 0 },
      );
      expect((await started(generation(2))).invocationArn).toBe(invocationArn);
      expect(service.started).toHaveLength(1);
      expect(counted).toHaveLength(1);
    },
  );

  it.each([
    ["failed", { status: "Failed", message: "Unprocessable video" } as const],
    ["completed without an output", OUTPUT_GONE],
    ["Bedrock no longer knows", new PermanentError("CONFIG", "Bedrock does not know the model.")],
  ])("starts anew instead of an invocation that %s", async (_, status) => {
    await started(generation(1));
    service.statuses.set(arnOf(1), status);
    expect((await started(generation(2))).invocationArn).toBe(arnOf(2));
    expect(counted).toHaveLength(2);
  });

  it("starts anew instead of an invocation whose output could not be read", async () => {
    const { invocationArn, outputPrefix } = await started(generation(1));
    work.texts.set(`${outputPrefix}/${invocationArn.slice(-12)}/output.json`, "no JSON");
    service.statuses.set(invocationArn, OUTPUT_GONE);
    const reason = reasonOf("OUTPUT_INVALID", "The output is not JSON.", "embed");
    const runs = [aRun({ status: "FAILED", steps: { embed: { status: "FAILED", reason } } })];
    expect((await started(generation(2), { runs })).invocationArn).toBe(arnOf(2));
  });

  it("looks back over all generations, the newest first", async () => {
    await started(generation(1));
    service.statuses.set(arnOf(1), { status: "InProgress" });
    work.texts.delete([...work.texts.keys()][0] ?? "");
    await started(generation(2));
    service.statuses.set(arnOf(2), { status: "InProgress" });
    expect((await started(generation(4))).invocationArn).toBe(arnOf(2));
  });

  it.each([
    ["is busy", new Throttled("ThrottlingException: slow down")],
    ["denies the question", new PermanentError("ACCESS_DENIED", "bedrock:GetAsyncInvoke")],
  ])("pays for nothing while Bedrock %s", async (_, status) => {
    await started(generation(1));
    service.statuses.set(arnOf(1), status);
    await expect(started(generation(2))).rejects.toBe(status);
    expect(service.started).toHaveLength(1);
  });
});

describe("an invocation is not taken over", () => {
  const message = aLaneMessage();

  it.each([
    ["another part of the video", { ...message, part: { ...message.part, offsetSec: 40 } }, {}],
    ["another version of the object", { ...message, run: { ...message.run, versionId: "v2" } }, {}],
    ["other options", message, { settings: { embeddingOptions: ["visual"] } }],
    ["other scopes", message, { settings: { embeddingScopes: ["clip"] } }],
    ["another model", message, { settings: { marengo: "marengo-2.7", embeddingOptions: ["audio"] } }],
  ])("for %s", async (_, other, change) => {
    await started(message);
    expect((await started(other, change)).invocationArn).toBe(arnOf(2));
  });
});
