import { ListMessageMoveTasksCommand, StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import { eventually } from "../eventually.ts";
import { deadLetter } from "./dead-letter.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const start = (SourceArn: string, DestinationArn?: string) =>
  target.client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));

const lastTask = async (SourceArn: string) => {
  const answer = await target.client.send(new ListMessageMoveTasksCommand({ SourceArn }));
  return answer.Results?.[0];
};

test("gives messages back to where they came from, as new ones", async () => {
  const { dead, source, id } = await deadLetter(target, "second chance");
  expect((await start(dead.arn)).TaskHandle).toBeTruthy();
  const message = await target.receiveOne(source.url, { MessageSystemAttributeNames: ["All"] });
  expect(message.Body).toBe("second chance");
  expect(message.MessageId).not.toBe(id);
  expect(message.Attributes).toMatchObject({ ApproximateReceiveCount: "1" });
  expect(message.Attributes).not.toHaveProperty("DeadLetterQueueSourceArn");
  await eventually(async () =>
    expect(await target.attribute(dead.url, "ApproximateNumberOfMessages")).toBe("0"),
  );
  await eventually(async () =>
    expect(await lastTask(dead.arn)).toMatchObject({
      Status: "COMPLETED",
      SourceArn: dead.arn,
      ApproximateNumberOfMessagesMoved: 1,
    }),
  );
});

test("moves messages to a queue that is named", async () => {
  const { dead } = await deadLetter(target, "elsewhere");
  const other = await target.createQueue();
  await start(dead.arn, other.arn);
  expect(await target.receiveOne(other.url)).toMatchObject({ Body: "elsewhere" });
});

test("fails for a message that was sent straight to the dead-letter queue", async () => {
  const { dead } = await deadLetter(target, "x");
  await start(dead.arn, (await target.createQueue()).arn);
  await target.send(dead.url, "from nowhere");
  // The service runs one task of a queue at a time.
  await eventually(() => start(dead.arn));
  await eventually(async () =>
    expect(await lastTask(dead.arn)).toMatchObject({
      Status: "FAILED",
      FailureReason: "CouldNotDetermineMessageSource",
    }),
  );
  expect(await target.receiveOne(dead.url)).toMatchObject({ Body: "from nowhere" });
});

test("refuses a queue that is nobody's dead-letter queue", async () => {
  const { arn } = await target.createQueue();
  await expect(start(arn)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
});

test("refuses queues that are not there", async () => {
  const { dead } = await deadLetter(target, "x");
  await expect(start(`${dead.arn}-not`)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await expect(start(dead.arn, `${dead.arn}-not`)).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
