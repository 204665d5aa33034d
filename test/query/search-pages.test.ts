import fc from "fast-check";
import { indexIdOf } from "../../lambda/keys.ts";
import { type Answer, anyone, aWorld, idOf, vectorAt, type World, type WorldVideo } from "./search-world.ts";

const HOLIDAY = indexIdOf("holiday");
const TEXTS = { blue: vectorAt(0) };

/** Videos with some blue moments each, none like another. */
const library = (counts: readonly number[]): WorldVideo[] =>
  counts.map((count, video) => ({
    name: `${video}.mp4`,
    change: { metadata: { video } },
    segments: Array.from({ length: count }, (_, at) => ({
      option: "visual",
      startSec: at * 10,
      endSec: at * 10 + 5,
      vector: vectorAt(0, 0.95 - (at * counts.length + video) / 1000),
    })),
  }));

const ask = (change: object = {}) => ({
  index_id: HOLIDAY,
  query: "blue",
  search_options: ["visual"],
  ...change,
});

/** All pages of a search, the first one included; `between` runs before each further one is asked for. */
async function pages(world: World, body: object, between: () => void = () => {}): Promise<Answer["body"][]> {
  const all = [(await world.post(body)).body];
  for (;;) {
    const token: string | undefined = all.at(-1).page_info.next_page_token;
    if (token === undefined) return all;
    between();
    const { status, body: page } = await world.get(`/search/${token}`);
    expect(status).toBe(200);
    all.push(page);
  }
}

const ranksOf = (data: readonly { rank?: number; clips?: { rank: number }[] }[]) =>
  data.flatMap(({ rank, clips }) => clips?.map((clip) => clip.rank) ?? rank);

it("pages to the end without repeats or gaps, whatever comes into the library meanwhile", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom("clip", "video"),
      async (counts, page_limit, group_by) => {
        const world = aWorld(library(counts), TEXTS);
        const all = await pages(world, ask({ page_limit, group_by }), () => {
          for (const [, video] of [...world.videos].slice(0, 1)) {
            const videoId = idOf(`new-${world.videos.size}.mp4`);
            world.videos.set(videoId, { ...video, videoId });
          }
        });
        const hits = counts.reduce((sum, count) => sum + count, 0);
        const ranks = all.flatMap(({ data }) => ranksOf(data));
        expect([...ranks].sort((a, b) => Number(a) - Number(b))).toEqual(
          Array.from({ length: hits }, (_, at) => at + 1),
        );
        for (const { data } of all.slice(0, -1)) expect(data).toHaveLength(page_limit);
        expect(new Set(all.map(({ page_info }) => page_info.total_results)).size).toBe(1);
        expect(world.calls.filter((call) => /text|nearest/.test(call))).toHaveLength(2);
      },
    ),
    { numRuns: 40 },
  );
});

it("shows no video on a later page that was removed meanwhile", async () => {
  const world = aWorld(library([6, 6]), TEXTS);
  const removed = idOf("0.mp4");
  const [first, ...later] = await pages(world, ask({ page_limit: 4 }), () => world.videos.delete(removed));
  const idsOn = (page: Answer["body"]) => page.data.map(({ video_id }: { video_id: string }) => video_id);
  expect(idsOn(first)).toContain(removed);
  expect(later.flatMap(idsOn)).toEqual(Array(4).fill(idOf("1.mp4")));
});

it("numbers its pages as the platform does, with ways on and back", async () => {
  const world = aWorld(library([5]), TEXTS);
  const [first, second, third] = await pages(world, ask({ page_limit: 2 }));
  const id = "00000000-0000-4000-8000-000000000000";
  expect(first.page_info).toEqual({
    limit_per_page: 2,
    total_results: 5,
    page_expired_at: "2026-11-21T11:00:00Z",
    page_expires_at: "2026-11-21T11:00:00Z",
    next_page_token: `${id}-1`,
  });
  expect(second.page_info).toMatchObject({ next_page_token: `${id}-2`, prev_page_token: `${id}-0` });
  expect(third.page_info).not.toHaveProperty("next_page_token");
  expect((await world.get(`/search/${id}-0`)).body.data).toEqual(first.data);
});

it("keeps nothing for a search of one page", async () => {
  const world = aWorld(library([3]), TEXTS);
  await world.post(ask());
  expect(world.calls).not.toContain("save");
});

describe("hits by video", () => {
  const world = () => aWorld(library([2, 5, 3]), TEXTS);

  it("come in the order of the best of each, and are counted", async () => {
    const { body } = await world().post(
      ask({ group_by: "video", page_limit: 2, include_user_metadata: true }),
    );
    expect(body.data.map(({ id, clips }: { id: string; clips: unknown[] }) => [id, clips.length])).toEqual([
      [idOf("0.mp4"), 2],
      [idOf("1.mp4"), 5],
    ]);
    expect(body.data[1]).toMatchObject({
      user_metadata: { video: 1 },
      clips: [{ rank: 2, user_metadata: { video: 1 } }, {}, {}, {}, {}],
    });
    expect(body.page_info).toMatchObject({ total_results: 3, total_inner_matches: 10, limit_per_page: 2 });
  });

  it("come in the order of their number when that is asked for", async () => {
    const { body } = await world().post(ask({ group_by: "video", sort_option: "clip_count" }));
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([
      idOf("1.mp4"),
      idOf("2.mp4"),
      idOf("0.mp4"),
    ]);
  });
});

describe("a page token", () => {
  const searched = async () => {
    const world = aWorld(library([5]), TEXTS);
    const { body } = await world.post(ask({ page_limit: 2 }));
    return { world, token: String(body.page_info.next_page_token) };
  };
  const refused = (answer: Answer) => [answer.status, answer.body.code];
  const EXPIRED = [400, "search_page_token_expired"];

  it("ends after an hour by the clock, though the table still has the results", async () => {
    const { world, token } = await searched();
    world.now += 3_599_999;
    expect((await world.get(`/search/${token}`)).status).toBe(200);
    world.now += 1;
    expect(refused(await world.get(`/search/${token}`))).toEqual(EXPIRED);
  });

  it("is of no use to a key that may not see the index, and says no more than an expired one", async () => {
    const { world, token } = await searched();
    const stranger = { ...anyone, indexIds: [indexIdOf("work")] };
    const answer = await world.get(`/search/${token}`, { caller: stranger });
    expect(refused(answer)).toEqual(EXPIRED);
    const unknown = await world.get(`/search/${token.replace(/^0/, "1")}`);
    expect(unknown.body).toEqual(answer.body);
  });

  it("ends with its index", async () => {
    const { world, token } = await searched();
    world.indexes.clear();
    expect(refused(await world.get(`/search/${token}`))).toEqual(EXPIRED);
  });

  it("beyond the last page is refused", async () => {
    const { world, token } = await searched();
    expect(refused(await world.get(`/search/${token.replace(/-1$/, "-3")}`))).toEqual(EXPIRED);
  });

  it.each(["x", "..%2Findexes", `${"0".repeat(36)}-1`, "00000000-0000-4000-8000-000000000000-99999"])(
    "that is none is refused: %s",
    async (token) => {
      const { world } = await searched();
      expect(refused(await world.get(`/search/${token}`))).toEqual([400, "parameter_invalid"]);
    },
  );

  it("may ask for what people say about the videos, and for nothing else", async () => {
    const { world, token } = await searched();
    const { body } = await world.get(`/search/${token}?include_user_metadata=true`);
    expect(body.data[0].user_metadata).toEqual({ video: 0 });
    expect(refused(await world.get(`/search/${token}?page_limit=3`))).toEqual([400, "parameter_unknown"]);
  });
});
