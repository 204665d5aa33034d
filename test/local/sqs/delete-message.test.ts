import { DeleteMessageBatchCommand, DeleteMessageCommand } from "@aws-sdk/client-sqs";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const remove = (url: string, ReceiptHandle: string | undefined) =>
  target.client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));

describe("DeleteMessage", () => {
  it("deletes for good, and may be repeated", async () => {
    const { url } = await target.createQueue({ VisibilityTimeout: "1" });
    await target.send(url, "x");
    const { ReceiptHandle } = await target.receiveOne(url);
    await remove(url, ReceiptHandle);
    await remove(url, ReceiptHandle);
    expect(await target.receive(url, { WaitTimeSeconds: 3 })).toEqual([]);
  });

  it("deletes with a handle whose visibility timeout is over, as long as nobody received since", async () => {
    const { url } = await target.createQueue();
    await target.send(url, "x");
    const { ReceiptHandle } = await target.receiveOne(url, { VisibilityTimeout: 0 });
    await remove(url, ReceiptHandle);
    expect(await target.receive(url)).toEqual([]);
  });

  it("does not delete a message that was received again since", async () => {
    const { url } = await target.createQueue();
    await target.send(url, "x");
    const stale = await target.receiveOne(url, { VisibilityTimeout: 0 });
    await target.receiveOne(url, { VisibilityTimeout: 1 });
    await remove(url, stale.ReceiptHandle);
    expect(await target.receiveOne(url)).toMatchObject({ MessageId: stale.MessageId });
  });

  it("refuses what is no handle", async () => {
    const { url } = await target.createQueue();
    await expect(remove(url, "no handle")).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
  });
});

describe("DeleteMessageBatch", () => {
  it("deletes the good entries and names the bad ones", async () => {
    const { url } = await target.createQueue();
    await target.send(url, "x");
    const { ReceiptHandle } = await target.receiveOne(url);
    const answer = await target.client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: "good", ReceiptHandle },
          { Id: "bad", ReceiptHandle: "no handle" },
        ],
      }),
    );
    expect(answer.Successful).toEqual([{ Id: "good" }]);
    expect(answer.Failed).toMatchObject([{ Id: "bad", SenderFault: true, Code: "ReceiptHandleIsInvalid" }]);
    expect(await target.attribute(url, "ApproximateNumberOfMessagesNotVisible")).toBe("0");
  });
});
