import { ListRulesCommand, type ListRulesCommandOutput } from "@aws-sdk/client-eventbridge";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("lists the rules of a prefix as they are described", async () => {
  const { name } = await target.createRule({ source: ["reelbase.test"] }, {}, false);
  const { Rules = [], NextToken } = await target.client.send(new ListRulesCommand({ NamePrefix: name }));
  expect(Rules).toMatchObject([
    {
      Name: name,
      Arn: expect.stringMatching(`^arn:aws:events:.*:rule/${name}$`),
      State: "DISABLED",
      EventBusName: "default",
    },
  ]);
  expect(JSON.parse(Rules[0]?.EventPattern ?? "")).toEqual({ source: ["reelbase.test"] });
  expect(NextToken).toBeUndefined();
});

test("lists page by page", async () => {
  const names = [];
  for (let n = 0; n < 3; n++) names.push((await target.createRule({ source: ["x"] })).name);
  const listed: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page: ListRulesCommandOutput = await target.client.send(
      new ListRulesCommand({ NamePrefix: "reelbase-test-", Limit: 2, NextToken }),
    );
    listed.push(...(page.Rules ?? []).map(({ Name }) => Name));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(listed).toEqual(expect.arrayContaining(names));
  expect(new Set(listed).size).toBe(listed.length);
});

test("lists nothing for a prefix that no rule has", async () => {
  expect((await target.client.send(new ListRulesCommand({ NamePrefix: "reelbase-no" }))).Rules).toEqual([]);
});

test.each([0, 101])("refuses a page of %d", async (Limit) => {
  await expect(target.client.send(new ListRulesCommand({ Limit }))).rejects.toMatchObject({
    name: "ValidationException",
  });
});
