import { ListQueuesCommand, type ListQueuesCommandOutput } from "@aws-sdk/client-sqs";
import { eventually } from "../eventually.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("lists by prefix and in pages", async () => {
  const { url, name } = await target.createQueue();
  const list = async () =>
    (await target.client.send(new ListQueuesCommand({ QueueNamePrefix: name }))).QueueUrls;
  await eventually(async () => expect(await list()).toEqual([url]));

  const made = [url, (await target.createQueue()).url, (await target.createQueue()).url];
  const readAll = async () => {
    const paged: string[] = [];
    let NextToken: string | undefined;
    do {
      const page: ListQueuesCommandOutput = await target.client.send(
        new ListQueuesCommand({ QueueNamePrefix: "reelbase-test-", MaxResults: 2, NextToken }),
      );
      paged.push(...(page.QueueUrls ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return paged;
  };
  await eventually(async () => {
    const paged = await readAll();
    expect(paged).toEqual(expect.arrayContaining(made));
    expect(new Set(paged).size).toBe(paged.length);
  });
});

test("names none for a prefix that no queue has", async () => {
  const command = new ListQueuesCommand({ QueueNamePrefix: "reelbase-test-none" });
  expect((await target.client.send(command)).QueueUrls).toBeUndefined();
});

test.each([0, 1001])("refuses a page of %d", async (MaxResults) => {
  const command = new ListQueuesCommand({ MaxResults });
  await expect(target.client.send(command)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
});
