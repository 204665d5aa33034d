import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { openTarget, type Target } from "./target.ts";

let target: Target;
let name: string;
let arn: string;
beforeAll(async () => {
  target = await openTarget();
  ({ name, arn } = await target.deploy("export const handler = async () => 1;"));
});
afterAll(() => target.close());

test.each([
  ["its name", () => ({ FunctionName: name })],
  ["its ARN", () => ({ FunctionName: arn })],
  ["name and version", () => ({ FunctionName: name, Qualifier: "$LATEST" })],
])("tells of a function by %s", async (_, input) => {
  const answer = await target.client.send(new GetFunctionConfigurationCommand(input()));
  const { FunctionArn, ...rest } = answer;
  expect(FunctionArn?.replace(/:\$LATEST$/, "")).toBe(arn);
  expect(rest).toMatchObject({
    FunctionName: name,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    MemorySize: 128,
    Timeout: 60,
    Environment: { Variables: { A: "b" } },
    State: "Active",
    Version: "$LATEST",
  });
});

test.each([
  ["a function that is not there", () => ({ FunctionName: "reelbase-test-none" })],
  ["a version that is not there", () => ({ FunctionName: name, Qualifier: "7" })],
])("refuses %s", async (_, input) => {
  await expect(target.client.send(new GetFunctionConfigurationCommand(input()))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    $metadata: { httpStatusCode: 404 },
  });
});
