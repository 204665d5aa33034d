import { indexIdOf } from "../../lambda/keys.ts";
import { aWorld, idOf, vectorAt, type WorldVideo } from "./search-world.ts";

const HOLIDAY = indexIdOf("holiday");
const [RED, BLUE, NOISE] = [0, 1, 2];
const TEXTS = { red: vectorAt(RED), blue: vectorAt(BLUE), noise: vectorAt(NOISE) };

const segment = (option: string, startSec: number, vector: Float32Array) => ({
  ...{ option, startSec, endSec: startSec + 6, vector },
});
/** Red, then blue, with noise in the end. */
const both: WorldVideo = {
  name: "both.mp4",
  segments: [
    segment("visual", 0, vectorAt(RED, 0.9)),
    segment("visual", 20, vectorAt(BLUE, 0.9)),
    segment("audio", 20, vectorAt(NOISE, 0.9)),
  ],
  speech: [{ startSec: 1, endSec: 2, text: "It is red." }],
};
const onlyRed: WorldVideo = { name: "red.mp4", segments: [segment("visual", 0, vectorAt(RED, 0.8))] };

const [red, blue, noise] = [
  { text: "red" },
  { text: "blue" },
  { text: "noise", search_options: ["audio"] },
] as const;
const ask = (query: unknown, change: object = {}) => ({
  index_id: HOLIDAY,
  search_options: ["visual"],
  ...{ query, ...change },
});
const world = () => aWorld([both, onlyRed], TEXTS);
const BOTH = idOf("both.mp4");
const RED_ONLY = idOf("red.mp4");

test.each<[string, unknown, [string, number, number][]]>([
  [
    "a text",
    red,
    [
      [BOTH, 0, 6],
      [RED_ONLY, 0, 6],
    ],
  ],
  [
    "$or",
    { $or: [red, blue] },
    [
      [BOTH, 0, 6],
      [BOTH, 20, 26],
      [RED_ONLY, 0, 6],
    ],
  ],
  ["$and of one moment", { $and: [blue, noise] }, [[BOTH, 20, 26]]],
  ["$and too far apart", { $and: [red, blue] }, []],
  ["$and with proximity", { $and: [red, blue], proximity: 14 }, [[BOTH, 0, 26]]],
  [
    "$not",
    { $not: { origin: { $or: [red, blue] }, sub: noise } },
    [
      [BOTH, 0, 6],
      [RED_ONLY, 0, 6],
    ],
  ],
  ["$then", { $then: [red, noise] }, [[BOTH, 0, 26]]],
  ["$then the other way round", { $then: [noise, red] }, []],
  ["one in another", { $then: [{ $and: [red, red] }, { $or: [blue, noise] }] }, [[BOTH, 0, 26]]],
  [
    "words alone",
    { text: "red", search_options: ["conversation"], conversation_option: "exact_match" },
    [[BOTH, 1, 2]],
  ],
])("answers %s", async (_, query, expected) => {
  const { status, body } = await world().post(ask(query));
  expect(status).toBe(200);
  const clips = body.data.map((clip: Record<string, unknown>) => [
    clip["video_id"],
    clip["start"],
    clip["end"],
  ]);
  expect(new Set(clips)).toEqual(new Set(expected));
  expect(body.page_info.total_results).toBe(expected.length);
});

test("excludes what is like the text, not everything, where no threshold is asked for", async () => {
  const { body } = await world().post(
    ask({ $not: { origin: red, sub: { text: "blue" } } }, { threshold: "none", filter: { id: RED_ONLY } }),
  );
  expect(body.data).toMatchObject([{ video_id: RED_ONLY }]);
});

test("groups, pages and takes a form's other names", async () => {
  const { body } = await world().post(ask({ $or: [red, blue] }, { group_by: "video" }));
  expect(body.data[0]).toMatchObject({ id: BOTH, clips: [{}, {}] });
  const paged = world();
  for (const path of ["/combined-search", "/search/combined", "/search-v2"]) {
    const first = await paged.send(
      new Request(`http://api/v1.2${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(ask({ $or: [red, blue] }, { page_limit: 2 })),
      }),
    );
    const { page_info } = (await first.json()) as { page_info: { next_page_token: string } };
    const next = await paged.get(`${path}/${page_info.next_page_token}`);
    expect(next.body.data).toHaveLength(1);
  }
});

test.each<[unknown, string]>([
  [{}, "The query parameter is invalid: give one of text, $and, $or, $then, $not."],
  [{ $or: [red], $and: [red] }, "The query parameter is invalid: give one of text, $and, $or, $then, $not."],
  [{ $xor: [red] }, "The query.$xor parameter is unknown."],
  [{ $or: [red, { text: " " }] }, "The query.$or.1.text parameter is invalid: it is empty."],
  [{ $not: { origin: red } }, "The query.$not.sub parameter is required but was not provided."],
  [
    { $or: Array.from({ length: 11 }, () => red) },
    "The query parameter is invalid: it has 11 texts, and at most 10 are taken.",
  ],
  [{ $and: [], proximity: -1 }, "The query.$and parameter is invalid: give one at least."],
])("refuses %j", async (query, message) => {
  const { status, body } = await world().post(ask(query));
  expect(status).toBe(400);
  expect(body.message).toContain(message);
});

test("refuses a text that the options do not fit, and an explanation", async () => {
  const unfit = await aWorld([both], TEXTS).post(ask({ $or: [red, { text: "red ".repeat(600) }] }));
  expect(unfit.body.code).toBe("token_limit_exceeded");
  const explained = await world().post(ask({ $or: [red] }, { explain: true }));
  expect(explained.body.code).toBe("parameter_invalid");
});
