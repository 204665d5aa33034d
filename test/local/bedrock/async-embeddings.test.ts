import { AccessDenied, type Caller } from "../../../local/service.ts";
import { embedded, outputOf } from "./embedded.ts";
import { cosine, embedText, ended, type Item, s3, start, videoInput } from "./requests.ts";
import { MARENGO_27_ASYNC, MARENGO_ASYNC, type StandInTarget, sample, standInTarget } from "./target.ts";

describe("in the stand-in's space", () => {
  let target: StandInTarget;
  let colours: string;
  let noAudio: string;
  beforeAll(async () => {
    target = await standInTarget();
    colours = await target.put("colours.mp4", await sample("three-colours.mp4"));
    noAudio = await target.put("no-audio.mp4", await sample("no-audio-track.mp4"));
  });
  afterAll(() => target.close());

  const best = async (items: readonly Item[], query: string) => {
    const vector = await embedText(target.client, query);
    return [...items].sort((a, b) => cosine(b.embedding, vector) - cosine(a.embedding, vector))[0];
  };

  it.each([
    ["visual", "a blue screen", 6],
    ["visual", "red", 0],
    ["visual", "the green part", 12],
    ["audio", "silence", 6],
    ["audio", "a tone", 0],
    ["audio", "noise", 12],
  ])("finds by %s embeddings what a search for %p means", async (option, query, startSec) => {
    const items = await embedded(target, videoInput(colours, { embeddingScope: ["clip"] }));
    const ofOption = items.filter(({ embeddingOption }) => embeddingOption === option);
    expect(ofOption).toHaveLength(3);
    expect((await best(ofOption, query))?.startSec).toBeCloseTo(startSec, 0);
  });

  it("finds the moving part by motion and the other by stillness", async () => {
    const uri = await target.put("square.webm", await sample("moving-square.webm"));
    const items = await embedded(
      target,
      videoInput(uri, { embeddingOption: ["visual"], embeddingScope: ["clip"] }),
    );
    expect((await best(items, "something moves"))?.startSec).toBe(0);
    expect((await best(items, "a still picture"))?.startSec).toBeCloseTo(7, 1);
  });

  it("has no items of sound for a file without an audio track, and fails when only those are asked", async () => {
    const items = await embedded(target, videoInput(noAudio));
    expect(new Set(items.map(({ embeddingOption }) => embeddingOption))).toEqual(new Set(["visual"]));
    const { invocationArn } = await start(
      target.client,
      "media",
      videoInput(noAudio, { embeddingOption: ["audio"] }),
    );
    expect((await ended(target.client, invocationArn)).status).toBe("Failed");
  });

  it("gives distinct vectors of length 1, the same for the same video", async () => {
    const input = videoInput(colours, { segmentation: { method: "fixed", fixed: { durationSec: 2 } } });
    const [first, second] = [await embedded(target, input), await embedded(target, input)];
    expect(second).toEqual(first);
    expect(new Set(first.map(({ embedding }) => embedding.join())).size).toBe(first.length);
    for (const { embedding } of first) expect(Math.hypot(...embedding)).toBeCloseTo(1, 5);
  });

  it("fuses the options on request", async () => {
    const items = await embedded(
      target,
      videoInput(colours, { embeddingType: ["fused_embedding"], embeddingScope: ["clip"] }),
    );
    expect(items.map(({ embeddingOption }) => embeddingOption)).toEqual(["fused", "fused", "fused"]);
    expect((await best(items, "blue silence"))?.startSec).toBeCloseTo(6, 0);
  });

  it("embeds sound alone, in even parts near 10 seconds", async () => {
    const items = await embedded(target, {
      inputType: "audio",
      audio: { mediaSource: s3(colours), embeddingScope: ["clip"] },
    });
    const parts = items.filter(({ embeddingOption }) => embeddingOption === "audio");
    expect(parts.map(({ endSec = 0, startSec = 0 }) => Math.round(endSec - startSec))).toEqual([9, 9]);
  });

  it("embeds texts as well", async () => {
    const items = await embedded(target, { inputType: "text", text: { inputText: "blue" } });
    expect(Object.keys(items[0] ?? {})).toEqual(["embedding"]);
  });

  it("writes manifest.json before output.json", async () => {
    target.writes.length = 0;
    await embedded(target, videoInput(noAudio));
    expect(target.writes.map((key) => key.split("/").pop())).toEqual(["manifest.json", "output.json"]);
  });

  it.each([
    ["bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/twelvelabs.marengo-embed-3-0-v1:0"],
    ["s3:GetObject", "arn:aws:s3:::media/colours.mp4"],
    ["s3:PutObject", "arn:aws:s3:::media/results/*"],
  ])("refuses a caller without %s on %s", async (denied, on) => {
    const limited: Caller = {
      name: "limited",
      authorize(action, resource) {
        if (action === denied && resource === on) throw new AccessDenied("limited", action, resource);
      },
    };
    const client = await target.clientOf(limited);
    await expect(start(client, "media", videoInput(colours))).rejects.toMatchObject({
      name: "AccessDeniedException",
      $metadata: { httpStatusCode: 403 },
    });
  });

  it("refuses more than the allowed number at a time", async () => {
    const busy = await standInTarget({ quotas: { concurrentAsync: 1 }, modelLatencySec: 3600 });
    try {
      const input = { inputType: "text", text: { inputText: "blue" } };
      await start(busy.client, "media", input);
      await expect(start(busy.client, "media", input)).rejects.toMatchObject({
        name: "ServiceQuotaExceededException",
      });
    } finally {
      await busy.close();
    }
  });

  it("marks items with a list of options, or a string, as told", async () => {
    const other = await standInTarget({ variants: { embeddingOption: "array" } });
    try {
      const uri = await other.put("x.mp4", await sample("silent-portrait.mp4"));
      const items = await embedded(other, videoInput(uri));
      expect(items[0]?.embeddingOption).toEqual(["visual"]);
    } finally {
      await other.close();
    }
  });

  it("embeds with 2.7 until the end of its life", async () => {
    let now = Date.parse("2026-11-30T23:00:00Z");
    const legacy = await standInTarget({ clock: { now: () => now, sleep: async () => {} } });
    try {
      const uri = await legacy.put("x.mp4", await sample("silent-portrait.mp4"));
      const input = { inputType: "video", mediaSource: s3(uri), useFixedLengthSec: 3 };
      const items = await embedded(legacy, input, MARENGO_27_ASYNC);
      expect(items).toHaveLength(9);
      expect(items[0]?.embedding).toHaveLength(1024);
      expect(new Set(items.map(({ embeddingOption }) => embeddingOption))).toEqual(
        new Set(["visual-text", "visual-image", "audio"]),
      );
      now = Date.parse("2026-12-01T00:00:00Z");
      await expect(start(legacy.client, "media", input, { modelId: MARENGO_27_ASYNC })).rejects.toMatchObject(
        {
          name: "ResourceNotFoundException",
          message: expect.stringContaining("end of its life"),
        },
      );
    } finally {
      await legacy.close();
    }
  });
});

it("finishes after a restart what was in progress, under the same ARN and on one line of the ledger", async () => {
  const first = await standInTarget({ modelLatencySec: 3600 });
  const uri = await first.put("x.mp4", await sample("silent-portrait.mp4"));
  const options = { clientRequestToken: "once" };
  const { invocationArn } = await start(first.client, "media", videoInput(uri), options);
  const second = await first.restart({ modelLatencySec: 0 });
  try {
    expect((await ended(second.client, invocationArn)).status).toBe("Completed");
    expect(await outputOf(second, invocationArn)).not.toHaveLength(0);
    expect((await start(second.client, "media", videoInput(uri), options)).invocationArn).toBe(invocationArn);
    expect(await second.standIn.ledger()).toMatchObject([
      { operation: "StartAsyncInvoke", modelId: MARENGO_ASYNC, uri, etag: expect.any(String), invocationArn },
    ]);
  } finally {
    await second.close();
  }
});
