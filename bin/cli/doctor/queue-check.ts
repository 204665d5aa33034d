import type { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { clientSettings } from "../aws-clients.ts";
import { type AwsAccess, outputOf } from "../connection.ts";
import { awsIn, type Check, type Patient, Skipped, Wrong } from "./check.ts";

export const QUEUE_CHECK: Check = { name: "queues", look: deadLetters };

const Redrive = z.object({ deadLetterTargetArn: z.string() });

/** Every queue of the stack whose dead letters go to another names that one. */
async function deadLetters(patient: Patient): Promise<string> {
  const aws = awsIn(patient);
  const { SQSClient } = await import("@aws-sdk/client-sqs");
  const client = new SQSClient(clientSettings(aws));
  const urls = await queueUrls(client, prefixOf(aws));
  const names = new Set<string>();
  for (const url of urls) {
    const { RedrivePolicy = "{}" } = await attributes(client, url, "RedrivePolicy");
    const redrive = Redrive.safeParse(JSON.parse(RedrivePolicy));
    if (redrive.success) names.add(redrive.data.deadLetterTargetArn.split(":").at(-1) ?? "");
  }
  if (names.size === 0) throw new Skipped("no queue of the stack may be listed");
  const full: string[] = [];
  for (const url of urls.filter((url) => names.has(nameOf(url)))) {
    const { ApproximateNumberOfMessages: count = "0" } = await attributes(
      client,
      url,
      "ApproximateNumberOfMessages",
    );
    if (count !== "0") full.push(`${nameOf(url)} has ${count}`);
  }
  if (full.length > 0)
    throw new Wrong(
      full.join(", "),
      "See the entry of the queue's alarm in docs/operate.md before you redrive.",
    );
  return `${names.size} dead-letter queues are empty`;
}

/** CloudFormation names what a template does not: `<stack>-<logical id>-<random>`. */
const prefixOf = (aws: AwsAccess) => `${aws.stack ?? nameOf(outputOf(aws, "IngestQueueUrl")).split("-")[0]}-`;
const nameOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

async function queueUrls(client: SQSClient, QueueNamePrefix: string): Promise<string[]> {
  const { paginateListQueues } = await import("@aws-sdk/client-sqs");
  const urls: string[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client, pageSize: 100 }, { QueueNamePrefix }))
    urls.push(...QueueUrls);
  return urls;
}

async function attributes(
  client: SQSClient,
  QueueUrl: string,
  name: "RedrivePolicy" | "ApproximateNumberOfMessages",
): Promise<Partial<Record<string, string>>> {
  const { GetQueueAttributesCommand } = await import("@aws-sdk/client-sqs");
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }),
  );
  return Attributes;
}
