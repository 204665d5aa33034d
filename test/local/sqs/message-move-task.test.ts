import { ListMessageMoveTasksCommand, StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

/** A queue with its dead-letter queue, in which one message from it lies. */
async function deadLetter(body: string) {
  const dead = await target.createQueue();
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
  const source = await target.createQueue({ VisibilityTimeout: "0", RedrivePolicy });
  const id = await target.send(source.url, body);
  await target.receiveOne(source.url);
  expect(await target.receive(source.url, { WaitTimeSeconds: 1 })).toEqual([]);
  return { dead, source, id };
}

const start = (SourceArn: string, DestinationArn?: string) =>
  target.client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));

const lastTask = async (SourceArn: string) => {
  const answer = await target.client.send(new ListMessageMoveTasksCommand({ SourceArn }));
  return answer.Results?.[0];
};

describe("StartMessageMoveTask", () => {
  it("gives messages back to where they came from, as new ones", async () => {
    const { dead, source, id } = await deadLetter("second chance");
    expect((await start(dead.arn)).TaskHandle).toBeTruthy();
    const message = await target.receiveOne(source.url, { MessageSystemAttributeNames: ["All"] });
    expect(message.Body).toBe("second chance");
    expect(message.MessageId).not.toBe(id);
    expect(message.Attributes).toMatchObject({ ApproximateReceiveCount: "1" });
    expect(message.Attributes).not.toHaveProperty("DeadLetterQueueSourceArn");
    expect(await target.attribute(dead.url, "ApproximateNumberOfMessages")).toBe("0");
    expect(await lastTask(dead.arn)).toMatchObject({
      Status: "COMPLETED",
      SourceArn: dead.arn,
      ApproximateNumberOfMessagesMoved: 1,
    });
  });

  it("moves messages to a queue that is named", async () => {
    const { dead } = await deadLetter("elsewhere");
    const other = await target.createQueue();
    await start(dead.arn, other.arn);
    expect(await target.receiveOne(other.url)).toMatchObject({ Body: "elsewhere" });
  });

  it("fails for a message that was sent straight to the dead-letter queue", async () => {
    const { dead } = await deadLetter("x");
    await start(dead.arn, (await target.createQueue()).arn);
    await target.send(dead.url, "from nowhere");
    await start(dead.arn);
    expect(await lastTask(dead.arn)).toMatchObject({
      Status: "FAILED",
      FailureReason: "CouldNotDetermineMessageSource",
    });
    expect(await target.receiveOne(dead.url)).toMatchObject({ Body: "from nowhere" });
  });

  it("refuses a queue that is nobody's dead-letter queue", async () => {
    const { arn } = await target.createQueue();
    await expect(start(arn)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
  });

  it("refuses queues that are not there", async () => {
    const { dead } = await deadLetter("x");
    await expect(start(`${dead.arn}-not`)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(start(dead.arn, `${dead.arn}-not`)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});
