import { randomUUID } from "node:crypto";
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { createCleanUp } from "../clean-up.ts";
import { requiredVariable } from "../required-variable.ts";
import type { Target } from "./target.ts";

/**
 * Machines of a real account have the role that `REMOTE_STATES_ROLE_ARN` names. They call no service but SQS: the tokens
 * of tasks that wait come through a queue.
 */
export async function openRemote(): Promise<Target> {
  const roleArn = requiredVariable(
    "REMOTE_STATES_ROLE_ARN",
    "the ARN of a role that Step Functions can have and that may send to the queues reelbase-test-*",
  );
  const client = new SFNClient({});
  const sqs = new SQSClient({});
  const cleanUp = createCleanUp((name) => name === "QueueDoesNotExist");

  async function create(definition: object): Promise<string> {
    const { stateMachineArn = "" } = await client.send(
      new CreateStateMachineCommand({
        name: `reelbase-test-${randomUUID()}`,
        roleArn,
        definition: JSON.stringify({ QueryLanguage: "JSONata", ...definition }),
      }),
    );
    // This ends the executions of the machine, too.
    cleanUp.add(() => client.send(new DeleteStateMachineCommand({ stateMachineArn })));
    return stateMachineArn;
  }
  async function createQueue(): Promise<string> {
    const QueueName = `reelbase-test-${randomUUID()}`;
    cleanUp.add(async () => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    });
    return (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? "";
  }
  async function receiveToken(QueueUrl: string): Promise<string> {
    for (;;) {
      const receive = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
      const [message] = (await sqs.send(receive)).Messages ?? [];
      if (message === undefined) continue;
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      return JSON.parse(message.Body ?? "").token;
    }
  }
  return {
    client,
    create,
    async waitForToken(state = {}) {
      const QueueUrl = await createQueue();
      const stateMachineArn = await create({
        StartAt: "A",
        States: { A: { ...tokenTask(QueueUrl), ...state } },
      });
      const { executionArn = "" } = await client.send(new StartExecutionCommand({ stateMachineArn }));
      return { executionArn, taskToken: await receiveToken(QueueUrl) };
    },
    async close() {
      await cleanUp.run();
      client.destroy();
      sqs.destroy();
    },
  };
}

const tokenTask = (QueueUrl: string) => ({
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Arguments: { QueueUrl, MessageBody: { token: "{% $states.context.Task.Token %}" } },
  End: true,
});
