import { readFile } from "node:fs/promises";
import * as z from "zod";
import { indexIdOf } from "../../lambda/keys.ts";
import type { Weights } from "../../local/bedrock/concepts/concepts.ts";
import { meaningOf } from "../../local/bedrock/concepts/words.ts";
import { measuredVector, textVector } from "../../local/bedrock/marengo/space.ts";
import { type ASegment, aWorld, idOf, type World } from "../query/search-world.ts";
import { GOLDEN } from "./golden.ts";

/**
 * The golden set, answered by the API from the labels of the clips in the stand-in's space of concepts. What the
 * decoder measures in the pixels is tested with the stand-in; here it is the ranking and the scores.
 */

const Truth = z.array(
  z.object({
    file: z.string(),
    duration: z.number(),
    segments: z.array(
      z.object({
        start: z.number(),
        end: z.number(),
        colour: z.string(),
        brightness: z.string(),
        moving: z.boolean(),
        sound: z.string(),
      }),
    ),
  }),
);
type Label = z.infer<typeof Truth>[number]["segments"][number];

const DIMENSIONS = 512;
const index_id = indexIdOf("holiday");

let world: World;
beforeAll(async () => {
  const truth = Truth.parse(
    JSON.parse(await readFile(new URL("../../samples/truth.json", import.meta.url), "utf8")),
  );
  const videos = truth.map(({ file, duration, segments }) => ({
    name: file,
    change: { durationSec: duration },
    segments: segments.flatMap((label) => segmentsOf(file, label)),
  }));
  const texts = ["silence", ...GOLDEN.map(({ query }) => query)];
  world = aWorld(
    videos,
    Object.fromEntries(
      texts.map((text) => [text, Float32Array.from(textVector(DIMENSIONS, meaningOf(text), text))]),
    ),
  );
});

/** A segment has what its label says, and a little of what all plain pictures have. */
function segmentsOf(file: string, label: Label): ASegment[] {
  const { start: startSec, end: endSec, colour, brightness, moving, sound } = label;
  const look: Weights = {
    [colour]: 1,
    [moving ? "moving" : "still"]: moving ? 0.7 : 0.2,
    ...(brightness === "medium" ? {} : { [brightness]: 0.3 }),
    plain: 0.3,
  };
  const segment = (option: string, weights: Weights): ASegment => ({
    ...{ option, startSec, endSec },
    vector: Float32Array.from(measuredVector(DIMENSIONS, { weights, trace: `${file} ${startSec}` })),
  });
  const heard = sound === "none" ? [] : [segment("audio", { [sound]: 1 })];
  return [segment("visual", look), ...heard];
}

const search = async (query: string, option: string, change: object = {}) =>
  (await world.post({ index_id, query, search_options: [option], ...change })).body.data;

it.each(GOLDEN.filter(({ best }) => best !== null))(
  "$option: “$query” has its answer first",
  async (golden) => {
    const [first] = await search(golden.query, golden.option);
    expect([first.video_id, first.start]).toEqual([idOf(golden.best?.[0] ?? ""), golden.best?.[1]]);
    expect(first.confidence).toBe("high");
  },
);

it.each(GOLDEN.filter(({ best }) => best === null))(
  "$option: “$query” has no sure answer",
  async (golden) => {
    expect(await search(golden.query, golden.option, { threshold: "medium" })).toEqual([]);
    const [nearest] = await search(golden.query, golden.option, { threshold: "none" });
    expect(["low", "extremely low"]).toContain(nearest.confidence);
  },
);

it("finds every silent moment before every other", async () => {
  const found = await search("silence", "audio", { threshold: "none" });
  const silent = [idOf("three-colours.mp4"), idOf("moving-square.webm"), idOf("silent-portrait.mp4")];
  expect(
    found
      .slice(0, 3)
      .map((hit: { video_id: string }) => hit.video_id)
      .sort(),
  ).toEqual(silent.sort());
  expect(found[3].confidence).toBe("extremely low");
});
