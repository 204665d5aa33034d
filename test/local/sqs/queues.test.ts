import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

describe("CreateQueue", () => {
  it("gives the same queue for the same name and attributes", async () => {
    const { url, name } = await target.createQueue({ DelaySeconds: "7" });
    const again = await target.client.send(
      new CreateQueueCommand({ QueueName: name, Attributes: { DelaySeconds: "7" } }),
    );
    expect(again.QueueUrl).toBe(url);
  });

  it("refuses another value for a queue that is there", async () => {
    const { name } = await target.createQueue({ DelaySeconds: "7" });
    const command = new CreateQueueCommand({ QueueName: name, Attributes: { DelaySeconds: "8" } });
    await expect(target.client.send(command)).rejects.toMatchObject({
      name: "QueueNameExists",
      Code: "QueueAlreadyExists",
    });
  });

  it.each(["", "a b", "ä", "x".repeat(81)])("refuses the name '%s'", async (QueueName) => {
    const command = new CreateQueueCommand({ QueueName });
    await expect(target.client.send(command)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
  });

  it("refuses a dead-letter queue that is not there", async () => {
    const { arn } = await target.createQueue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${arn}-not`, maxReceiveCount: 1 });
    await expect(target.createQueue({ RedrivePolicy })).rejects.toMatchObject({
      Code: "InvalidParameterValue",
      message: expect.stringContaining("Dead letter target does not exist"),
    });
  });
});

describe("GetQueueUrl", () => {
  it("gives the URL of a name", async () => {
    const { url, name } = await target.createQueue();
    expect((await target.client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl).toBe(url);
  });

  it("refuses a name that is not there", async () => {
    const command = new GetQueueUrlCommand({ QueueName: "reelbase-test-none" });
    await expect(target.client.send(command)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });
});

describe("queue attributes", () => {
  it("gives settings, times and counts", async () => {
    const { url, arn } = await target.createQueue({ DelaySeconds: "3", VisibilityTimeout: "45" });
    const all = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
    expect((await target.client.send(all)).Attributes).toMatchObject({
      QueueArn: arn,
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
      ApproximateNumberOfMessagesDelayed: "0",
      CreatedTimestamp: expect.stringMatching(/^\d{10}$/),
      LastModifiedTimestamp: expect.stringMatching(/^\d{10}$/),
      VisibilityTimeout: "45",
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "345600",
      DelaySeconds: "3",
      ReceiveMessageWaitTimeSeconds: "0",
      SqsManagedSseEnabled: "true",
    });
  });

  it("gives only the named ones, and none when none is named", async () => {
    const { url } = await target.createQueue();
    const get = (AttributeNames?: ["VisibilityTimeout"]) =>
      target.client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames }));
    expect((await get(["VisibilityTimeout"])).Attributes).toEqual({ VisibilityTimeout: "43200" });
    expect((await get()).Attributes).toBeUndefined();
  });

  it("changes the named ones", async () => {
    const { url } = await target.createQueue({ DelaySeconds: "900", VisibilityTimeout: "45" });
    const command = new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds: "0" } });
    await target.client.send(command);
    expect(await target.attribute(url, "DelaySeconds")).toBe("0");
    expect(await target.attribute(url, "VisibilityTimeout")).toBe("45");
  });

  it.each([
    { VisibilityTimeout: "43201" },
    { DelaySeconds: "-1" },
    { MaximumMessageSize: "many" },
    { MessageRetentionPeriod: "59" },
    { ReceiveMessageWaitTimeSeconds: "21" },
  ])("refuses %j", async (Attributes) => {
    const { url } = await target.createQueue();
    const command = new SetQueueAttributesCommand({ QueueUrl: url, Attributes });
    await expect(target.client.send(command)).rejects.toMatchObject({ name: "InvalidAttributeValue" });
  });

  it("refuses a name that it does not know", async () => {
    const { url } = await target.createQueue();
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["Size" as "All"] });
    await expect(target.client.send(command)).rejects.toMatchObject({ name: "InvalidAttributeName" });
  });
});

describe("ListDeadLetterSourceQueues", () => {
  it("names the queues that move their messages here", async () => {
    const dead = await target.createQueue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 });
    const { url } = await target.createQueue({ RedrivePolicy });
    const answer = await target.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.url }));
    expect(answer.queueUrls).toEqual([url]);
    expect(JSON.parse((await target.attribute(url, "RedrivePolicy")) ?? "")).toEqual({
      deadLetterTargetArn: dead.arn,
      maxReceiveCount: 3,
    });
  });
});

describe("PurgeQueue", () => {
  it("deletes all messages, and not twice a minute", async () => {
    const { url } = await target.createQueue();
    await target.send(url, "x");
    await target.client.send(new PurgeQueueCommand({ QueueUrl: url }));
    expect(await target.receive(url, { WaitTimeSeconds: 1 })).toEqual([]);
    const again = target.client.send(new PurgeQueueCommand({ QueueUrl: url }));
    await expect(again).rejects.toMatchObject({ name: "PurgeQueueInProgress" });
  });
});

describe("ListQueues and DeleteQueue", () => {
  it("lists by prefix and in pages, until a queue is gone", async () => {
    const { url, name } = await target.createQueue();
    const list = async () =>
      (await target.client.send(new ListQueuesCommand({ QueueNamePrefix: name }))).QueueUrls;
    expect(await list()).toEqual([url]);

    const made = [url, (await target.createQueue()).url, (await target.createQueue()).url];
    const paged: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await target.client.send(
        new ListQueuesCommand({ QueueNamePrefix: "reelbase-test-", MaxResults: 2, NextToken }),
      );
      paged.push(...(page.QueueUrls ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(paged).toEqual(expect.arrayContaining(made));
    expect(new Set(paged).size).toBe(paged.length);
  });

  it("deletes a queue with its messages", async () => {
    const { QueueUrl } = await target.client.send(
      new CreateQueueCommand({ QueueName: `reelbase-test-${Date.now()}` }),
    );
    await target.client.send(new DeleteQueueCommand({ QueueUrl }));
    await expect(target.send(QueueUrl ?? "", "x")).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });
});
