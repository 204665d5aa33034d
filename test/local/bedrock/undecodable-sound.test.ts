import {
  ended,
  type Item,
  idOf,
  invoke,
  pegasusBody,
  s3,
  start,
  videoInput,
  withSchema,
} from "./requests.ts";
import { PEGASUS, type StandInTarget, sample, standInTarget } from "./target.ts";

let target: StandInTarget;
let colours: string;
let oneScene: string;

/** The clip with its sound track named as one of a codec that has no decoder here: sample entry and its settings. */
async function withUnknownSound(name: string): Promise<Buffer> {
  const bytes = await sample(name);
  for (const box of ["mp4a", "esds"]) {
    const at = bytes.indexOf(box);
    if (at < 0) throw new Error(`${name} has no AAC track`);
    bytes.write("alac", at, "latin1");
  }
  return bytes;
}

beforeAll(async () => {
  target = await standInTarget();
  colours = await target.put("colours.mp4", await withUnknownSound("three-colours.mp4"));
  oneScene = await target.put("one-scene.mp4", await withUnknownSound("silent-portrait.mp4"));
});
afterAll(() => target.close());

const SENTENCE = "The file has an audio track that the stand-in cannot decode.";
const CLAIMS =
  /no audio track|without an audio|in silence|is silent|nothing to hear|(Yes|No),|with (a|noise)|a steady|There is/i;

it.each([
  ["Describe the video.", "The video is"],
  ["Is there any sound?", "Whether there is sound cannot be told:"],
  ["Is it silent?", "Whether there is silence cannot be told:"],
  ["Is it loud?", "Whether there is loud sound cannot be told:"],
])("says of the sound only that it cannot be decoded: %s", async (inputPrompt, opening) => {
  const { message } = await invoke(target.client, PEGASUS, pegasusBody(colours, { inputPrompt }));
  expect(message).toMatch(new RegExp(`^${opening}`));
  expect(message).toContain(SENTENCE);
  expect(String(message).slice(opening.length)).not.toMatch(CLAIMS);
});

it("claims neither sound nor silence in any property of a schema", async () => {
  const texts = { type: "array", items: { type: "string" } };
  const yesOrNo = { type: "boolean" };
  const properties = {
    title: { type: "string" },
    topics: texts,
    hashtags: texts,
    sound: { type: "string" },
    hasAudio: yesOrNo,
    hasAudioTrack: yesOrNo,
    hasSound: yesOrNo,
    isSilent: yesOrNo,
    isMute: yesOrNo,
    hasMusic: yesOrNo,
    audioKind: { enum: ["silence", "music", "unknown"] },
    chapters: {
      type: "array",
      items: {
        type: "object",
        properties: { start: { type: "number" }, title: { type: "string" } },
        required: [],
      },
    },
  };
  const schema = withSchema({ type: "object", properties, required: [] });
  for (const uri of [colours, oneScene]) {
    const { message } = await invoke(target.client, PEGASUS, pegasusBody(uri, schema));
    const { audioKind, ...answer } = JSON.parse(String(message)) as Record<string, unknown>;
    expect(audioKind).toBe("unknown");
    expect(answer).toMatchObject({
      topics: expect.arrayContaining(["undecodable audio track"]),
      hashtags: expect.arrayContaining(["#undecodableaudiotrack"]),
      sound: "an audio track that the stand-in cannot decode",
      hasAudio: true,
      hasAudioTrack: true,
      hasSound: false,
      isSilent: false,
      isMute: false,
      hasMusic: false,
    });
    expect(JSON.stringify(answer)).not.toMatch(CLAIMS);
  }
});

it("has no items of sound, and says why when only those are asked", async () => {
  const { invocationArn } = await start(target.client, target.bucket, videoInput(colours));
  expect((await ended(target.client, invocationArn)).status).toBe("Completed");
  const output = JSON.parse((await target.read(`results/${idOf(invocationArn)}/output.json`)) ?? "null");
  const options = (output as { data: Item[] }).data.map(({ embeddingOption }) => embeddingOption);
  expect(new Set(options)).toEqual(new Set(["visual"]));

  const asAudio = { inputType: "audio", audio: { mediaSource: s3(colours) } };
  for (const input of [videoInput(colours, { embeddingOption: ["audio", "transcription"] }), asAudio]) {
    const failed = await start(target.client, target.bucket, input);
    expect(await ended(target.client, failed.invocationArn)).toMatchObject({
      status: "Failed",
      failureMessage: expect.stringContaining("it has an audio track that the stand-in cannot decode."),
    });
  }
});
