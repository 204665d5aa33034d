import { GetFunctionCommand } from "@aws-sdk/client-lambda";
import { openTarget, type Target } from "./target.ts";

let target: Target;
let name: string;
let arn: string;
beforeAll(async () => {
  target = await openTarget();
  ({ name, arn } = await target.deploy("export const handler = async () => 1;", 1));
});
afterAll(() => target.close());

test("tells of a function, its code and its concurrency", async () => {
  const answer = await target.client.send(new GetFunctionCommand({ FunctionName: arn }));
  expect(answer.Configuration).toMatchObject({
    FunctionName: name,
    FunctionArn: arn,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    MemorySize: 128,
    Timeout: 60,
    Environment: { Variables: { A: "b" } },
    State: "Active",
    Version: "$LATEST",
  });
  expect(answer.Code).toMatchObject({ RepositoryType: "S3", Location: expect.any(String) });
  expect(answer.Concurrency).toEqual({ ReservedConcurrentExecutions: 1 });
});

test("tells of no concurrency when none is reserved", async () => {
  const other = await target.deploy("export const handler = async () => 2;");
  const answer = await target.client.send(new GetFunctionCommand({ FunctionName: other.name }));
  expect(answer.Concurrency).toBeUndefined();
});

test.each([
  ["a function that is not there", () => ({ FunctionName: "reelbase-test-none" })],
  ["a version that is not there", () => ({ FunctionName: name, Qualifier: "7" })],
])("refuses %s", async (_, input) => {
  await expect(target.client.send(new GetFunctionCommand(input()))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    $metadata: { httpStatusCode: 404 },
  });
});
