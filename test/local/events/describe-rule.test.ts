import { DescribeRuleCommand } from "@aws-sdk/client-eventbridge";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test.each([true, false])("tells of a rule that is enabled: %p", async (enabled) => {
  const pattern = { source: ["reelbase.test"], detail: { status: [{ "anything-but": "FAILED" }] } };
  const { name } = await target.createRule(pattern, {}, enabled);
  const described = await target.client.send(new DescribeRuleCommand({ Name: name }));
  expect(described).toMatchObject({
    Name: name,
    Arn: expect.stringMatching(`^arn:aws:events:.*:rule/${name}$`),
    State: enabled ? "ENABLED" : "DISABLED",
    EventBusName: "default",
  });
  expect(JSON.parse(described.EventPattern ?? "")).toEqual(pattern);
});

test("knows no rule that is not there", async () => {
  await expect(target.client.send(new DescribeRuleCommand({ Name: "none" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: expect.stringMatching(/^Rule none does not exist/),
  });
});

test("looks on the bus that is named", async () => {
  const { name } = await target.createRule({ source: ["reelbase.test"] });
  const found = await target.client.send(new DescribeRuleCommand({ Name: name, EventBusName: "default" }));
  expect(found.Name).toBe(name);
  const elsewhere = new DescribeRuleCommand({ Name: name, EventBusName: "reelbase-test-no-bus" });
  await expect(target.client.send(elsewhere)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
