import { indexIdOf } from "../../lambda/keys.ts";
import { aVideo } from "../factories.ts";
import { answerOf, CALLER, model, PARTIAL, READY, send, somePorts } from "./questions.ts";

const ask = { video_id: READY.videoId, types: ["title", "topic", "hashtag"] };

test("a gist comes from the catalog without a call", async () => {
  const { status, body } = await answerOf(await send(somePorts(), "/v1.2/gist", ask));
  expect(status).toBe(200);
  expect(body).toEqual({
    id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/),
    title: "A beach",
    topics: ["Sea"],
    hashtags: ["sand", "waves"],
    usage: { output_tokens: expect.any(Number) },
  });
});

test("only the types that are asked for are answered, and the same request has the same id", async () => {
  const one = await answerOf(await send(somePorts(), "/v1.2/gist", { ...ask, types: ["topic"] }));
  const same = await answerOf(await send(somePorts(), "/v1.3/gist", { ...ask, types: ["topic"] }));
  expect(Object.keys(one.body as object).sort()).toEqual(["id", "topics", "usage"]);
  expect(same).toEqual(one);
});

test("a video without an analysis is asked about once, for all types", async () => {
  const { service, bodies } = model(JSON.stringify({ title: "T", topics: ["A"], hashtags: ["#b"] }));
  const ports = somePorts({ videos: [PARTIAL], analysis: service });
  const first = await answerOf(await send(ports, "/v1.2/gist", { ...ask, types: ["title"] }));
  const second = await answerOf(await send(ports, "/v1.2/gist", ask));
  expect(first.body).toMatchObject({ title: "T", usage: { output_tokens: 7 } });
  expect(second.body).toMatchObject({ title: "T", topics: ["A"], hashtags: ["b"] });
  expect(bodies).toHaveLength(1);
});

test.each([
  ["still in work", aVideo({ status: "PROCESSING" }), 409, "video_not_ready"],
  ["of an older version", { ...READY, status: "PROCESSING" as const, stale: true }, 409, "video_not_ready"],
  ["deleted", aVideo({ status: "DELETED" }), 404, "resource_not_exists"],
  [
    "refused",
    aVideo({
      status: "REJECTED",
      reason: { code: "EMPTY", message: "The file is empty.", hint: "", step: "probe", retryable: false },
    }),
    422,
    "video_has_no_results",
  ],
  ["too long for the model", { ...PARTIAL, durationSec: 4000 }, 400, "video_not_supported"],
])("a video that is %s says so", async (_, video, status, code) => {
  const answer = await answerOf(await send(somePorts({ videos: [video] }), "/v1.2/gist", ask));
  expect(answer).toMatchObject({ status, body: { code } });
});

test("the reason of a refused video is told", async () => {
  const reason = {
    code: "EMPTY",
    message: "The file is empty.",
    hint: "",
    step: "probe",
    retryable: false,
  } as const;
  const ports = somePorts({ videos: [aVideo({ status: "FAILED", reason })] });
  expect((await answerOf(await send(ports, "/v1.2/gist", ask))).body).toMatchObject({
    message: "The video has no results: The file is empty.",
  });
});

test("a video of an index that the key may not see does not exist", async () => {
  const caller = { ...CALLER, indexIds: [indexIdOf("other")] };
  expect(await answerOf(await send(somePorts(), "/v1.2/gist", ask, caller))).toMatchObject({
    status: 404,
    body: { code: "resource_not_exists" },
  });
});

test.each([
  ["no types", { ...ask, types: [] }, "parameter_invalid"],
  ["an unknown type", { ...ask, types: ["colour"] }, "parameter_invalid"],
  ["no video", { types: ["title"] }, "parameter_not_provided"],
  ["an unknown field", { ...ask, typ: 1 }, "parameter_unknown"],
])("%s is refused", async (_, body, code) => {
  expect(await answerOf(await send(somePorts(), "/v1.2/gist", body))).toMatchObject({
    status: 400,
    body: { code },
  });
});
