import { bedrockEmbeddings } from "../../lambda/adapters/bedrock.ts";
import { type TaskQuestion, taskRequest } from "../../lambda/contracts/embed-task-request.ts";
import { s3Media } from "../../lambda/contracts/media-source.ts";
import { embeddingModel } from "../../lambda/models.ts";
import { ACCOUNT, type StandInTarget, sample, standInTarget } from "../local/bedrock/target.ts";

let target: StandInTarget;
let media: ReturnType<typeof s3Media>;
beforeAll(async () => {
  target = await standInTarget();
  media = s3Media(await target.put("videos/clip.mp4", await sample("three-colours.mp4")), ACCOUNT);
});
afterAll(() => target.close());

const CASES: readonly [string, Omit<TaskQuestion, "media">][] = [
  ["a video in shots", { kind: "video", options: ["visual"], scopes: ["clip"], startSec: 0 }],
  [
    "a part of a video in even clips",
    {
      kind: "video",
      options: ["visual", "audio"],
      scopes: ["clip", "asset"],
      startSec: 1,
      endSec: 20,
      segmentation: { method: "fixed", durationSec: 6 },
    },
  ],
  [
    "a video in shots of a length",
    {
      kind: "video",
      options: ["visual"],
      scopes: ["clip"],
      startSec: 0,
      segmentation: { method: "dynamic", minDurationSec: 3 },
    },
  ],
  ["a sound", { kind: "audio", options: ["audio"], scopes: ["clip"], startSec: 0 }],
  [
    "a sound in even clips",
    {
      kind: "audio",
      options: ["audio"],
      scopes: ["clip"],
      startSec: 0,
      segmentation: { method: "fixed", durationSec: 5 },
    },
  ],
];

test.each(CASES)("Marengo 3.0 takes the request for %s", async (name, question) => {
  const model = embeddingModel("marengo-3.0");
  const service = bedrockEmbeddings(target.client, model, ACCOUNT);
  const input = taskRequest(model, { ...question, media });
  await expect(
    service.start(input, "s3://media/embed-tasks/x/output", name.replaceAll(" ", "-")),
  ).resolves.toMatch(/^arn:/);
});

test.each(CASES)("Marengo 2.7 is asked for %s in its own words", (_, question) => {
  const options = question.kind === "video" ? ["visual-text"] : ["audio"];
  const input = taskRequest(embeddingModel("marengo-2.7"), { ...question, options, media });
  const { segmentation, kind, endSec, startSec } = question;
  expect(input).toEqual({
    inputType: kind,
    mediaSource: media,
    startSec,
    ...(endSec === undefined ? {} : { lengthSec: endSec - startSec }),
    ...(segmentation?.method === "fixed" ? { useFixedLengthSec: segmentation.durationSec } : {}),
    ...(kind === "video"
      ? {
          minClipSec: segmentation?.method === "dynamic" ? segmentation.minDurationSec : 4,
          embeddingOption: options,
        }
      : {}),
  });
});
