import type { Caller } from "../../../local/service.ts";
import { AccessDenied } from "../../../local/service.ts";
import { type Body, invoke, pegasusBody, withSchema } from "./requests.ts";
import { PEGASUS, PEGASUS_15, type StandInTarget, sample, standInTarget } from "./target.ts";

let target: StandInTarget;
let colours: string;
let square: string;
let noAudio: string;
let silent: string;

beforeAll(async () => {
  target = await standInTarget();
  colours = await target.put("three colours & more.mp4", await sample("three-colours.mp4"));
  square = await target.put("square.webm", await sample("moving-square.webm"));
  noAudio = await target.put("no-audio.mp4", await sample("no-audio-track.mp4"));
  silent = await target.put("silent.mp4", await sample("silent-portrait.mp4"));
});
afterAll(() => target.close());

const ask = (uri: string, more: Body = {}) => invoke(target.client, PEGASUS, pegasusBody(uri, more));
const chapterSchema = {
  type: "object",
  properties: {
    chapters: {
      type: "array",
      items: {
        type: "object",
        properties: { start: { type: "number" }, end: { type: "number" }, title: { type: "string" } },
        required: ["start", "end", "title"],
      },
    },
  },
  required: ["chapters"],
};

describe("what it says", () => {
  it("names the colours in their order and signs as the stand-in", async () => {
    const { message, finishReason } = await ask(colours);
    expect(finishReason).toBe("stop");
    expect(message).toMatch(/red screen.*blue screen.*green screen/);
    expect(message).toContain("(Measured by the local stand-in, not by Pegasus.)");
  });

  it.each([
    ["three colours", () => colours, [0, 6, 12], ["Red", "Blue", "Green"]],
    ["a moving square", () => square, [0, 7], ["Dark blue", "Yellow"]],
    ["no audio track", () => noAudio, [0, 5, 10], ["Black", "White", "Orange"]],
    ["one scene", () => silent, [0], ["Purple"]],
  ])("begins chapters at the real cuts: %s", async (_, uri, starts, titles) => {
    const { message } = await ask(uri(), withSchema(chapterSchema));
    const { chapters } = JSON.parse(String(message)) as {
      chapters: { start: number; end: number; title: string }[];
    };
    expect(chapters).toHaveLength(starts.length);
    for (const [index, { start, end, title }] of chapters.entries()) {
      expect(Math.abs(start - (starts[index] ?? 0))).toBeLessThan(0.1);
      expect(title.startsWith(titles[index] ?? "?")).toBe(true);
      expect(end).toBeCloseTo(chapters[index + 1]?.start ?? end, 3);
    }
  });

  it("claims no sound where there is none", async () => {
    const track = String((await ask(noAudio, { inputPrompt: "Is there music?" }))["message"]);
    expect(track).toContain("no audio track");
    expect(track).not.toMatch(/Yes|tone,|noise|speech/);
    const silence = String((await ask(silent))["message"]);
    expect(silence).toContain("The audio track is silent.");
  });

  it("answers what the question asks from the measurements", async () => {
    const answer = async (inputPrompt: string) => String((await ask(colours, { inputPrompt }))["message"]);
    expect(await answer("Is there a blue scene?")).toMatch(/^Yes, blue .* from 0:06 to 0:12\./);
    expect(await answer("Is there a pink scene?")).toMatch(/^No, the measurements show no pink\./);
    expect(await answer("How many cuts are there?")).toMatch(/^There are 2 cuts, at 0:06 and 0:12\./);
    expect(await answer("Who is the actor?")).toMatch(/^The local stand-in measures colours/);
  });

  it("gives the same answer to the same request", async () => {
    expect(await ask(colours)).toEqual(await ask(colours));
  });

  it("looks at the bytes when the video comes inside the request", async () => {
    const base64String = (await sample("silent-portrait.mp4")).toString("base64");
    const { message } = await invoke(target.client, PEGASUS, {
      inputPrompt: "Describe",
      mediaSource: { base64String },
    });
    expect(message).toContain("purple screen");
  });
});

describe("length of the answer", () => {
  it("cuts the text at the limit and says so", async () => {
    const { message, finishReason } = await ask(colours, { maxOutputTokens: 10 });
    expect(finishReason).toBe("length");
    expect(String(message)).toHaveLength(40);
  });

  it("uses the key stopReason for Pegasus 1.5", async () => {
    const answer = await invoke(target.client, PEGASUS_15, pegasusBody(colours, { maxOutputTokens: 512 }));
    expect(answer["stopReason"]).toBe("stop");
    expect(answer["finishReason"]).toBeUndefined();
  });

  it("finds the defined segments with Pegasus 1.5", async () => {
    const answer = await invoke(target.client, PEGASUS_15, {
      analysis_mode: "time_based_metadata",
      mediaSource: { s3Location: { uri: colours } },
      segment_definitions: [
        {
          id: "scene",
          description: "a scene",
          fields: [
            { name: "colour", type: "string", enum: ["red", "green", "blue"] },
            { name: "starts", type: "timestamp", format: "hh:mm:ss" },
          ],
        },
      ],
    });
    const segments = answer["segments"] as { metadata: Body }[];
    expect(segments.map(({ metadata }) => metadata["colour"])).toEqual(["red", "blue", "green"]);
    expect(answer["definition_errors"]).toEqual([]);
  });
});

it("refuses a caller without the right to one of the profile's destinations", async () => {
  const asked: string[] = [];
  const limited: Caller = {
    name: "limited",
    authorize(action, resource) {
      asked.push(`${action} ${resource}`);
      if (resource.includes(":us-west-2:")) throw new AccessDenied("limited", action, resource);
    },
  };
  const client = await target.clientOf(limited);
  await expect(invoke(client, PEGASUS, pegasusBody(colours))).rejects.toMatchObject({
    name: "AccessDeniedException",
    $metadata: { httpStatusCode: 403 },
  });
  expect(asked[0]).toBe(
    "bedrock:InvokeModel arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.twelvelabs.pegasus-1-2-v1:0",
  );
});

it("enters each paid call into the ledger, and no refused one", async () => {
  const before = (await target.standIn.ledger()).length;
  await ask(noAudio);
  await ask(noAudio, { temperature: 2 }).catch(() => {});
  const added = (await target.standIn.ledger()).slice(before);
  expect(added).toMatchObject([{ operation: "InvokeModel", modelId: PEGASUS, uri: noAudio, seconds: 15 }]);
});
