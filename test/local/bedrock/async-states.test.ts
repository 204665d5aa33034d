import {
  GetAsyncInvokeCommand,
  ListAsyncInvokesCommand,
  type ListAsyncInvokesCommandInput,
} from "@aws-sdk/client-bedrock-runtime";
import { AccessDenied, type Caller } from "../../../local/service.ts";
import { ended, start } from "./requests.ts";
import { type StandInTarget, standInTarget } from "./target.ts";

const text = { inputType: "text", text: { inputText: "blue" } };

let target: StandInTarget;
const arns: string[] = [];
const times: number[] = [];

beforeAll(async () => {
  let now = Date.parse("2026-11-01T00:00:00Z");
  target = await standInTarget({ clock: { now: () => now, sleep: async () => {} } });
  const bad = { inputType: "video", video: { mediaSource: { base64String: "AAAA" } } };
  for (const input of [text, bad, text, text]) {
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

it("is InProgress while the model works, and asks for the right to look", async () => {
  const target = await standInTarget({ modelLatencySec: 3600 });
  try {
    const { invocationArn } = await start(target.client, "media", text);
    const state = await target.client.send(new GetAsyncInvokeCommand({ invocationArn }));
    expect(state).toMatchObject({ status: "InProgress" });
    expect(state.endTime).toBeUndefined();
    const blind: Caller = {
      name: "blind",
      authorize: (action, resource) => {
        throw new AccessDenied("blind", action, resource);
      },
    };
    const client = await target.clientOf(blind);
    await expect(client.send(new GetAsyncInvokeCommand({ invocationArn }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `blind is not authorized to perform: bedrock:GetAsyncInvoke on resource: ${invocationArn}`,
    });
  } finally {
    await target.close();
  }
});
