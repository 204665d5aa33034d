import { sqsLane } from "../../lambda/adapters/sqs-lane.ts";
import { openTarget, type Target } from "../local/sqs/target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

describe("a message that is handed back", () => {
  it("shows again after the pause, and not before", async () => {
    const { url } = await target.createQueue();
    await target.send(url, "work");
    const { ReceiptHandle = "" } = await target.receiveOne(url);
    await sqsLane(target.client, url).handBack(ReceiptHandle, 19.2);
    expect(await target.receive(url, { WaitTimeSeconds: 0 })).toEqual([]);
    const again = await target.receiveOne(url, { MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
    expect([again.Body, again.Attributes?.ApproximateReceiveCount]).toEqual(["work", "2"]);
  });

  it("may be put aside for longer than SQS hides a message: it then shows earlier", async () => {
    const { url } = await target.createQueue({ VisibilityTimeout: "30" });
    await target.send(url, "work");
    const { ReceiptHandle = "" } = await target.receiveOne(url);
    await sqsLane(target.client, url).handBack(ReceiptHandle, 1_000_000);
    expect(await target.attribute(url, "ApproximateNumberOfMessagesNotVisible")).toBe("1");
  });

  it("is not lost when it cannot be handed back: it shows again by itself", async () => {
    const { url } = await target.createQueue();
    await expect(sqsLane(target.client, url).handBack("no receipt", 5)).resolves.toBeUndefined();
  });
});
