import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  App,
  CfnOutput,
  Duration,
  aws_dynamodb as dynamodb,
  aws_lambda_event_sources as eventSources,
  aws_events as events,
  aws_lambda as lambda,
  Stack,
  aws_s3 as s3,
  aws_stepfunctions as sfn,
  aws_sqs as sqs,
  aws_events_targets as targets,
  aws_stepfunctions_tasks as tasks,
} from "aws-cdk-lib";
import { bundleHandler } from "./bundle-handler.ts";

const ingestSource = `
  import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
  const client = new SFNClient({});
  export const handler = async ({ Records }) => {
    for (const { body } of Records) {
      const { detail } = JSON.parse(body);
      const input = JSON.stringify({ bucket: detail.bucket.name, key: detail.object.key });
      await client.send(new StartExecutionCommand({ stateMachineArn: process.env.MACHINE, input }));
    }
    return { batchItemFailures: [] };
  };`;

const measureSource = `
  import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
  const client = new S3Client({});
  export const handler = async ({ bucket, key }) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { bytes: (await Body.transformToByteArray()).length };
  };`;

export interface SampleOptions {
  /** Leaves out the function's right to read the bucket. */
  readonly withoutRead?: boolean;
}

/**
 * Synthesizes a small pipeline as a user of the CDK would write it: an upload is seen by a rule, waits in a queue,
 * starts an execution that measures the object, asks somebody by a task token, and notes the result in a table.
 * @param folder gets the bundles and the cloud assembly
 * @returns folder of the cloud assembly
 */
export async function synthesizeSample(folder: string, { withoutRead = false }: SampleOptions = {}) {
  const { context } = JSON.parse(readFileSync("cdk.json", "utf8"));
  const app = new App({
    context,
    outdir: join(folder, "cdk.out"),
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
  });
  const stack = new Stack(app, "Sample");
  const fn = async (id: string, source: string) =>
    new lambda.Function(stack, id, {
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: lambda.Code.fromAsset(await bundleHandler(join(folder, id), source)),
      handler: "index.handler",
      memorySize: 256,
      timeout: Duration.seconds(10),
      tracing: lambda.Tracing.ACTIVE,
    });

  const videos = new s3.Bucket(stack, "Videos", {
    versioned: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
  });
  (videos.node.defaultChild as s3.CfnBucket).notificationConfiguration = {
    eventBridgeConfiguration: { eventBridgeEnabled: true },
  };
  const deadLetters = new sqs.Queue(stack, "DeadLetters", { enforceSSL: true });
  const ingest = new sqs.Queue(stack, "Ingest", {
    enforceSSL: true,
    visibilityTimeout: Duration.seconds(60),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
  });
  const questions = new sqs.Queue(stack, "Questions");
  new events.Rule(stack, "Uploaded", {
    eventPattern: {
      source: ["aws.s3"],
      detailType: ["Object Created"],
      detail: { bucket: { name: [videos.bucketName] }, object: { key: [{ prefix: "videos/" }] } },
    },
    targets: [new targets.SqsQueue(ingest, { deadLetterQueue: deadLetters })],
  });
  const table = new dynamodb.TableV2(stack, "Catalog", {
    partitionKey: { name: "pk", type: dynamodb.AttributeType.STRING },
    billing: dynamodb.Billing.onDemand(),
    timeToLiveAttribute: "expiresAt",
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  });

  const measure = await fn("Measure", measureSource);
  if (!withoutRead) videos.grantRead(measure);
  const machine = new sfn.StateMachine(stack, "Machine", {
    queryLanguage: sfn.QueryLanguage.JSONATA,
    tracingEnabled: true,
    definitionBody: sfn.DefinitionBody.fromChainable(
      tasks.LambdaInvoke.jsonata(stack, "MeasureObject", {
        lambdaFunction: measure,
        retryOnServiceExceptions: false,
        assign: { bytes: "{% $states.result.Payload.bytes %}", key: "{% $states.input.key %}" },
      })
        .next(
          tasks.SqsSendMessage.jsonata(stack, "Ask", {
            queue: questions,
            integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
            messageBody: sfn.TaskInput.fromObject({ token: "{% $states.context.Task.Token %}" }),
          }),
        )
        .next(
          tasks.DynamoPutItem.jsonata(stack, "Note", {
            table,
            item: {
              pk: tasks.DynamoAttributeValue.fromString("{% $key %}"),
              bytes: tasks.DynamoAttributeValue.fromString("{% $string($bytes) %}"),
              answer: tasks.DynamoAttributeValue.fromString("{% $states.input.answer %}"),
            },
          }),
        ),
    ),
  });
  const receive = await fn("Receive", ingestSource);
  receive.addEnvironment("MACHINE", machine.stateMachineArn);
  receive.addEventSource(
    new eventSources.SqsEventSource(ingest, {
      batchSize: 5,
      maxConcurrency: 2,
      reportBatchItemFailures: true,
    }),
  );
  machine.grantStartExecution(receive);

  const outputs = {
    VideosBucket: videos.bucketName,
    QuestionsUrl: questions.queueUrl,
    CatalogTable: table.tableName,
    MachineArn: machine.stateMachineArn,
    MeasureRole: measure.role?.roleArn ?? "",
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
  return app.synth().directory;
}
