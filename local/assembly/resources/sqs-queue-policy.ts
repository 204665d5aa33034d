import * as z from "zod";
import { parsePolicy } from "../iam/statement.ts";
import { defineResource } from "../resource-type.ts";

export const sqsQueuePolicy = defineResource({
  type: "AWS::SQS::QueuePolicy",
  properties: { Queues: z.array(z.string()).min(1), PolicyDocument: z.unknown() },
  create: ({ properties, place }, { access }) => {
    for (const url of properties.Queues) {
      const name = url.slice(url.lastIndexOf("/") + 1);
      access.protect(
        `arn:aws:sqs:${place.region}:${place.account}:${name}`,
        parsePolicy(properties.PolicyDocument, "resource"),
      );
    }
  },
});
