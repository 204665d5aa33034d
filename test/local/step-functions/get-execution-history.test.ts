import { GetExecutionHistoryCommand, type GetExecutionHistoryCommandOutput } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { missingExecution, pass } from "./machines.ts";
import { openTarget, runOn, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("pages forwards and backwards", async () => {
  const { executionArn } = await runOn(target, pass);
  const read = async (reverseOrder: boolean) => {
    const ids: (number | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page: GetExecutionHistoryCommandOutput = await target.client.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 3, reverseOrder, nextToken }),
      );
      ids.push(...(page.events ?? []).map(({ id }) => id));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return ids;
  };
  expect(await read(false)).toEqual([1, 2, 3, 4]);
  expect(await read(true)).toEqual([4, 3, 2, 1]);
});

test("leaves the data out on request", async () => {
  const { executionArn } = await runOn(target, pass, { secret: 1 });
  const page = await target.client.send(
    new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }),
  );
  expect(JSON.stringify(page.events)).not.toContain("secret");
});

test("tells what happened, with the data", async () => {
  const { executionArn } = await runOn(target, pass, { a: 1 });
  const { events } = await target.client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events).toMatchObject([
    {
      id: 1,
      previousEventId: 0,
      type: "ExecutionStarted",
      executionStartedEventDetails: { input: '{"a":1}' },
    },
    { id: 2, type: "PassStateEntered", stateEnteredEventDetails: { name: "A", input: '{"a":1}' } },
    { id: 3, type: "PassStateExited", stateExitedEventDetails: { name: "A", output: '{"a":1}' } },
    { id: 4, type: "ExecutionSucceeded", executionSucceededEventDetails: { output: '{"a":1}' } },
  ]);
});

test.each([
  ["an ARN that is none", async () => "not_a_valid_arn", "InvalidArn"],
  [
    "an execution that is not there",
    async () => missingExecution(await target.create(pass)),
    "ExecutionDoesNotExist",
  ],
])("refuses %s", async (_, arn, name) => {
  const executionArn = await arn();
  await expect(target.client.send(new GetExecutionHistoryCommand({ executionArn }))).rejects.toMatchObject({
    name,
  });
});
