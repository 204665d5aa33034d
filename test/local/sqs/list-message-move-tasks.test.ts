import { ListMessageMoveTasksCommand, StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import { eventually } from "../eventually.ts";
import { deadLetter } from "./dead-letter.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const list = async (SourceArn: string, MaxResults?: number) =>
  (await target.client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults }))).Results ?? [];

test("tells of the last tasks of a dead-letter queue, newest first", async () => {
  const { dead } = await deadLetter(target, "x");
  expect(await list(dead.arn)).toEqual([]);
  const others = [(await target.createQueue()).arn, (await target.createQueue()).arn];
  for (const DestinationArn of others) {
    // The service runs one task of a queue at a time.
    await eventually(() =>
      target.client.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn, DestinationArn })),
    );
  }
  await eventually(async () => {
    const [last, ...more] = await list(dead.arn);
    expect(more).toEqual([]);
    expect(last).toMatchObject({
      Status: "COMPLETED",
      SourceArn: dead.arn,
      DestinationArn: others[1],
      ApproximateNumberOfMessagesMoved: 0,
      StartedTimestamp: expect.any(Number),
    });
    // The handle serves to cancel a task, which is over.
    expect(last).not.toHaveProperty("TaskHandle");
  });
  const both = await list(dead.arn, 10);
  expect(both.map(({ DestinationArn }) => DestinationArn)).toEqual(others.toReversed());
});

test("refuses a queue that is not there", async () => {
  const { arn } = await target.createQueue();
  await expect(list(`${arn}-not`)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test.each([0, 11])("refuses to tell of %d tasks", async (count) => {
  const { dead } = await deadLetter(target, "x");
  await expect(list(dead.arn, count)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
});
