import { ListAsyncInvokesCommand, type ListAsyncInvokesCommandInput } from "@aws-sdk/client-bedrock-runtime";
import { ended, start } from "./requests.ts";
import { type StandInTarget, standInTarget } from "./target.ts";

let target: StandInTarget;
const arns: string[] = [];
const times: number[] = [];

beforeAll(async () => {
  let now = Date.parse("2026-11-01T00:00:00Z");
  target = await standInTarget({ clock: { now: () => now, sleep: async () => {} } });
  const good = { inputType: "text", text: { inputText: "blue" } };
  const bad = { inputType: "video", video: { mediaSource: { base64String: "AAAA" } } };
  for (const input of [good, bad, good, good]) {
    now += 60_000;
    times.push(now);
    const { invocationArn } = await start(target.client, "media", input);
    await ended(target.client, invocationArn);
    arns.push(invocationArn ?? "");
  }
});
afterAll(() => target.close());

const list = (input: ListAsyncInvokesCommandInput) => target.client.send(new ListAsyncInvokesCommand(input));
const arnsOf = (answer: Awaited<ReturnType<typeof list>>) =>
  answer.asyncInvokeSummaries?.map(({ invocationArn }) => invocationArn);

it("lists newest first, or oldest first when asked", async () => {
  expect(arnsOf(await list({}))).toEqual([...arns].reverse());
  expect(arnsOf(await list({ sortBy: "SubmissionTime", sortOrder: "Ascending" }))).toEqual(arns);
});

it("filters by status and by time", async () => {
  expect(arnsOf(await list({ statusEquals: "Failed" }))).toEqual([arns[1]]);
  const between = { submitTimeAfter: new Date(times[0] ?? 0), submitTimeBefore: new Date(times[3] ?? 0) };
  expect(arnsOf(await list({ ...between, sortOrder: "Ascending" }))).toEqual([arns[1], arns[2]]);
});

it("goes on where a page ended", async () => {
  const first = await list({ maxResults: 3, sortOrder: "Ascending" });
  expect(arnsOf(first)).toEqual(arns.slice(0, 3));
  const rest = await list({ maxResults: 3, sortOrder: "Ascending", nextToken: first.nextToken });
  expect(arnsOf(rest)).toEqual(arns.slice(3));
  expect(rest.nextToken).toBeUndefined();
});

it.each([{ statusEquals: "Expired" as never }, { maxResults: 0 }, { nextToken: "bm90aGluZw" }])(
  "refuses %j",
  async (input) => {
    await expect(list(input)).rejects.toMatchObject({ name: "ValidationException" });
  },
);
