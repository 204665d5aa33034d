import { ListAsyncInvokesCommand, type ListAsyncInvokesCommandInput } from "@aws-sdk/client-bedrock-runtime";
import { eventually } from "../eventually.ts";
import { ended, start } from "./requests.ts";
import { type BedrockTarget, bedrockTarget, MARENGO_ASYNC } from "./target.ts";

let target: BedrockTarget;
/** Oldest first. */
const arns: string[] = [];
let submitTimeAfter: Date;
beforeAll(async () => {
  target = await bedrockTarget();
  // An hour before: the clock of a real account is another one.
  submitTimeAfter = new Date(Date.now() - 3_600_000);
  const good = { inputType: "text", text: { inputText: "blue" } };
  const bad = {
    inputType: "video",
    video: { mediaSource: { s3Location: { uri: await target.put("x.mp4", "x") } } },
  };
  for (const input of [good, bad, good]) {
    const { invocationArn = "" } = await start(target.client, target.bucket, input);
    await ended(target.client, invocationArn);
    arns.push(invocationArn);
  }
});
afterAll(() => target.close());

const list = (input: ListAsyncInvokesCommandInput) => target.client.send(new ListAsyncInvokesCommand(input));

/** Those of this file, page by page: an account may have more. */
async function ours(input: ListAsyncInvokesCommandInput) {
  const found = [];
  let nextToken: string | undefined;
  do {
    const page = await list({ submitTimeAfter, ...input, nextToken });
    if (input.maxResults) expect(page.asyncInvokeSummaries?.length).toBeLessThanOrEqual(input.maxResults);
    found.push(...(page.asyncInvokeSummaries ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found.filter(({ invocationArn = "" }) => arns.includes(invocationArn));
}
const arnsOf = async (input: ListAsyncInvokesCommandInput) =>
  (await ours(input)).map(({ invocationArn }) => invocationArn);

it.each<[string, ListAsyncInvokesCommandInput, () => string[]]>([
  ["newest first", {}, () => arns.toReversed()],
  ["oldest first", { sortBy: "SubmissionTime", sortOrder: "Ascending" }, () => arns],
  ["one on a page", { maxResults: 1 }, () => arns.toReversed()],
  ["what failed", { statusEquals: "Failed" }, () => arns.slice(1, 2)],
  ["what came before that time", { submitTimeAfter: undefined, submitTimeBefore: new Date(0) }, () => []],
])("lists %s", async (_, input, expected) => {
  await eventually(async () => expect(await arnsOf(input)).toEqual(expected()));
});

it("tells model, state, times and output folder", async () => {
  const [summary] = await ours({ statusEquals: "Completed" });
  expect(summary).toMatchObject({
    invocationArn: arns[2],
    modelArn: expect.stringContaining(MARENGO_ASYNC),
    status: "Completed",
    submitTime: expect.any(Date),
    endTime: expect.any(Date),
    outputDataConfig: {
      s3OutputDataConfig: { s3Uri: expect.stringContaining(`s3://${target.bucket}/results`) },
    },
  });
});

it.each([{ statusEquals: "Expired" as never }, { maxResults: 0 }, { nextToken: "bm90aGluZw" }])(
  "refuses %j",
  async (input) => {
    await expect(list(input)).rejects.toMatchObject({ name: "ValidationException" });
  },
);
