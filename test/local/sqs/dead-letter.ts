import type { Target } from "./target.ts";

/** A queue with its dead-letter queue, in which one message from it lies. */
export async function deadLetter(target: Target, body: string) {
  const dead = await target.createQueue();
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
  const source = await target.createQueue({ VisibilityTimeout: "0", RedrivePolicy });
  const id = await target.send(source.url, body);
  await target.receiveOne(source.url);
  expect(await target.receive(source.url, { WaitTimeSeconds: 1 })).toEqual([]);
  return { dead, source, id };
}
