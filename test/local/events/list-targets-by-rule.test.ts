import { ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const list = async (Rule: string) =>
  (await target.client.send(new ListTargetsByRuleCommand({ Rule }))).Targets;

test("tells of a target and of what it gets", async () => {
  const { name, queueArn } = await target.createRule({ source: ["x"] }, { inputPath: "$.detail" }, false);
  expect(await list(name)).toEqual([{ Id: "queue", Arn: queueArn, InputPath: "$.detail" }]);
});

test("tells of a template", async () => {
  const inputTransformer = { inputPathsMap: { key: "$.detail.key" }, inputTemplate: '{"key":<key>}' };
  const { name, queueArn } = await target.createRule({ source: ["x"] }, { inputTransformer });
  const InputTransformer = { InputPathsMap: { key: "$.detail.key" }, InputTemplate: '{"key":<key>}' };
  expect(await list(name)).toEqual([{ Id: "queue", Arn: queueArn, InputTransformer }]);
});

test("knows no rule that is not there", async () => {
  await expect(target.client.send(new ListTargetsByRuleCommand({ Rule: "none" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: expect.stringMatching(/^Rule none does not exist/),
  });
});
