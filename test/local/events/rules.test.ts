import {
  DescribeRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { anEvent } from "./factories.ts";
import { invalidPatterns, patternCases } from "./pattern-cases.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

describe("DescribeRule, ListRules and ListTargetsByRule", () => {
  it("tell of a rule and its target", async () => {
    const pattern = { source: ["reelbase.test"] };
    const { name, queueArn } = await target.createRule(pattern, { inputPath: "$.detail" }, false);
    const described = await target.client.send(new DescribeRuleCommand({ Name: name }));
    expect(described).toMatchObject({
      Name: name,
      Arn: expect.stringMatching(`^arn:aws:events:.*:rule/${name}$`),
      State: "DISABLED",
      EventBusName: "default",
    });
    expect(JSON.parse(described.EventPattern ?? "")).toEqual(pattern);
    const listed = await target.client.send(new ListRulesCommand({ NamePrefix: name }));
    expect(listed.Rules?.map((rule) => rule.Name)).toEqual([name]);
    const targets = await target.client.send(new ListTargetsByRuleCommand({ Rule: name }));
    expect(targets.Targets).toEqual([{ Id: "queue", Arn: queueArn, InputPath: "$.detail" }]);
  });

  it("list in pages", async () => {
    const names = [];
    for (let n = 0; n < 3; n++) names.push((await target.createRule({ source: ["x"] })).name);
    const listed: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await target.client.send(
        new ListRulesCommand({ NamePrefix: "reelbase-test-", Limit: 2, NextToken }),
      );
      listed.push(...(page.Rules ?? []).map(({ Name }) => Name));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(listed).toEqual(expect.arrayContaining(names));
    expect(new Set(listed).size).toBe(listed.length);
  });

  it("know no rule that is not there", async () => {
    for (const command of [
      new DescribeRuleCommand({ Name: "none" }),
      new ListTargetsByRuleCommand({ Rule: "none" }),
    ]) {
      await expect(target.client.send(command as DescribeRuleCommand)).rejects.toMatchObject({
        name: "ResourceNotFoundException",
      });
    }
  });
});

describe("TestEventPattern", () => {
  const test = (pattern: unknown, event: unknown) =>
    target.client.send(
      new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) }),
    );

  it.each(patternCases)("%s", async (_, pattern, detail, expected) => {
    expect((await test({ detail: pattern }, anEvent({ detail }))).Result).toBe(expected);
  });

  it.each(invalidPatterns)("refuses %s", async (_, pattern) => {
    await expect(test(pattern, anEvent())).rejects.toMatchObject({ name: "InvalidEventPatternException" });
  });

  it("refuses an event without envelope", async () => {
    await expect(test({ source: ["x"] }, { source: "x" })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});
