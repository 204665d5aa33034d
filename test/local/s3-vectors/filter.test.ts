import fc from "fast-check";
import { FilterError, parseFilter } from "../../../local/s3-vectors/filter.ts";

const video = {
  videoId: "v1",
  scope: "clip",
  startSec: 10,
  live: false,
  tags: ["sea", "sun"],
  sizes: [1, 5],
};
const matches = (filter: unknown, metadata: object = video) =>
  parseFilter(filter, new Set(["text"]))(metadata as Record<string, unknown>);

describe("filter", () => {
  it.each<[object, boolean]>([
    [{ videoId: "v1" }, true],
    [{ videoId: "v2" }, false],
    [{ videoId: { $eq: "v1" } }, true],
    [{ live: false }, true],
    [{ startSec: "10" }, false],
    [{ missing: "x" }, false],
    [{ tags: "sun" }, true],
    [{ tags: { $eq: "rain" } }, false],
    [{ videoId: { $ne: "v2" } }, true],
    [{ videoId: { $ne: "v1" } }, false],
    [{ tags: { $ne: "sun" } }, false],
    [{ missing: { $ne: "x" } }, true],
    [{ startSec: { $gt: 10 } }, false],
    [{ startSec: { $gte: 10 } }, true],
    [{ startSec: { $lt: 10 } }, false],
    [{ startSec: { $lte: 10 } }, true],
    [{ startSec: { $gte: 5, $lt: 10 } }, false],
    [{ startSec: { $gte: 5, $lt: 11 } }, true],
    [{ videoId: { $gt: 1 } }, false],
    [{ missing: { $lt: 1 } }, false],
    [{ sizes: { $gt: 4 } }, true],
    [{ videoId: { $in: ["v0", "v1"] } }, true],
    [{ videoId: { $in: ["v0"] } }, false],
    [{ tags: { $in: ["rain", "sea"] } }, true],
    [{ missing: { $in: ["x"] } }, false],
    [{ videoId: { $nin: ["v0"] } }, true],
    [{ videoId: { $nin: ["v1"] } }, false],
    [{ missing: { $nin: ["x"] } }, true],
    [{ live: { $exists: true } }, true],
    [{ live: { $exists: false } }, false],
    [{ missing: { $exists: false } }, true],
    [{ toString: { $exists: true } }, false],
    [{ videoId: "v1", scope: "asset" }, false],
    [{ videoId: "v1", scope: "clip" }, true],
    [{ $and: [{ videoId: "v1" }, { scope: "asset" }] }, false],
    [{ $or: [{ videoId: "v2" }, { scope: "clip" }] }, true],
    [{ $or: [{ videoId: "v2" }, { scope: "asset" }] }, false],
    [{ $or: [{ videoId: "v1" }], scope: "asset" }, false],
    [{ $and: [{ $or: [{ startSec: { $lt: 5 } }, { tags: "sea" }] }, { live: false }] }, true],
  ])("%j is %s", (filter, expected) => {
    expect(matches(filter)).toBe(expected);
  });

  it.each<[unknown, string]>([
    [{}, "at least one condition"],
    ["videoId", "at least one condition"],
    [[{ videoId: "v1" }], "at least one condition"],
    [{ videoId: {} }, "no condition for videoId"],
    [{ videoId: null }, "$eq needs a string"],
    [{ videoId: ["v1"] }, "$eq needs a string"],
    [{ videoId: { $like: "v" } }, "unknown operator $like"],
    [{ videoId: { toString: "v" } }, "unknown operator toString"],
    [{ $not: { videoId: "v1" } }, "unknown operator $not"],
    [{ $and: [] }, "$and needs a non-empty array"],
    [{ $or: { videoId: "v1" } }, "$or needs a non-empty array"],
    [{ $or: [{}] }, "at least one condition"],
    [{ startSec: { $gt: "10" } }, "$gt needs a number"],
    [{ videoId: { $in: [] } }, "$in needs a non-empty array"],
    [{ videoId: { $nin: "v1" } }, "$nin needs a non-empty array"],
    [{ videoId: { $in: [{}] } }, "$in needs a string"],
    [{ videoId: { $exists: 1 } }, "$exists needs a boolean"],
    [{ text: "x" }, "Invalid use of non-filterable metadata in filter"],
    [{ $or: [{ videoId: "v1" }, { text: { $exists: true } }] }, "Invalid use of non-filterable metadata"],
  ])("refuses %j", (filter, message) => {
    const act = () => matches(filter);
    expect(act).toThrow(FilterError);
    expect(act).toThrow(message);
  });
});

const value = fc.oneof(fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 2 }), fc.boolean());
const metadata = fc.record(
  { x: fc.oneof(value, fc.array(value, { maxLength: 3 })), y: value },
  { requiredKeys: [] },
);

describe("laws", () => {
  it("$ne and $nin are the opposites of $eq and $in", () => {
    fc.assert(
      fc.property(metadata, value, fc.array(value, { minLength: 1 }), (data, one, many) => {
        expect(matches({ x: { $ne: one } }, data)).toBe(!matches({ x: { $eq: one } }, data));
        expect(matches({ x: { $nin: many } }, data)).toBe(!matches({ x: { $in: many } }, data));
      }),
    );
  });

  it("$in is $or of $eq, and several fields are $and", () => {
    fc.assert(
      fc.property(metadata, fc.array(value, { minLength: 1 }), value, (data, many, one) => {
        const or = { $or: many.map((each) => ({ x: each })) };
        expect(matches({ x: { $in: many } }, data)).toBe(matches(or, data));
        expect(matches({ ...or, y: one }, data)).toBe(matches({ $and: [or, { y: one }] }, data));
      }),
    );
  });
});
