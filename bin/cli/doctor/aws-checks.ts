import { clientSettings, s3Client } from "../aws-clients.ts";
import { outputOf } from "../connection.ts";
import { awsIn, type Check, cloudIn, type Patient, Wrong } from "./check.ts";

const OUTPUTS = [
  "ApiUrl",
  "TableName",
  "VectorBucket",
  "VideosBucket",
  "WorkBucket",
  "StateMachineArn",
] as const;
/** What S3 calls the first region in old answers. */
const FIRST_REGION = "us-east-1";

/** What everything else stands on. */
export const BASE_CHECKS: readonly Check[] = [
  { name: "region", look: region },
  { name: "credentials", look: credentials },
  { name: "stack", look: outputs },
];

export const RESOURCE_CHECKS: readonly Check[] = [
  { name: "bucket", look: bucketRegion },
  { name: "table", look: table },
  { name: "vectors", look: vectorBucket },
];

async function region(patient: Patient): Promise<string> {
  const { region } = awsIn(patient);
  if (region === undefined) throw new Wrong("no region is known", "Name it with --region or AWS_REGION.");
  return region;
}

async function credentials(patient: Patient): Promise<string> {
  const client = await s3Client(cloudIn(patient));
  const { expiration } = await client.config.credentials();
  const expired = expiration !== undefined && expiration.getTime() <= patient.io.now();
  if (expired)
    throw new Wrong("the AWS credentials have expired", "Sign in again, for example by aws sso login.");
  return "AWS credentials are there";
}

async function outputs(patient: Patient): Promise<string> {
  const aws = awsIn(patient);
  const missing = OUTPUTS.filter((name) => aws.outputs[name] === undefined);
  if (missing.length > 0)
    throw new Wrong(`the stack has no output ${missing.join(", ")}`, "Deploy this release: npm run deploy.");
  return `${patient.connection.from} has all its outputs`;
}

async function bucketRegion(patient: Patient): Promise<string> {
  const aws = awsIn(patient);
  const Bucket = outputOf(aws, "VideosBucket");
  const { GetBucketLocationCommand } = await import("@aws-sdk/client-s3");
  const client = await s3Client(aws);
  const { LocationConstraint = FIRST_REGION } = await client.send(new GetBucketLocationCommand({ Bucket }));
  // Bedrock reads and writes only buckets of its own region.
  if (LocationConstraint !== aws.region)
    throw new Wrong(
      `${Bucket} is in ${LocationConstraint}, the stack in ${aws.region}`,
      "Deploy the stack where the bucket is.",
    );
  return `${Bucket} is in ${LocationConstraint}, as the stack`;
}

async function table(patient: Patient): Promise<string> {
  const aws = awsIn(patient);
  const TableName = outputOf(aws, "TableName");
  const { DescribeTableCommand, DynamoDBClient } = await import("@aws-sdk/client-dynamodb");
  const { Table } = await new DynamoDBClient(clientSettings(aws)).send(
    new DescribeTableCommand({ TableName }),
  );
  if (Table?.TableStatus !== "ACTIVE")
    throw new Wrong(`${TableName} is ${Table?.TableStatus}`, "Wait until it is ACTIVE, and try again.");
  return `${TableName} is active`;
}

async function vectorBucket(patient: Patient): Promise<string> {
  const aws = awsIn(patient);
  const vectorBucketName = outputOf(aws, "VectorBucket");
  const { ListIndexesCommand, S3VectorsClient } = await import("@aws-sdk/client-s3vectors");
  const client = new S3VectorsClient(clientSettings(aws));
  const { indexes = [] } = await client.send(new ListIndexesCommand({ vectorBucketName }));
  if (indexes.length === 0)
    throw new Wrong(`${vectorBucketName} has no vector index`, "Deploy the stack again: npm run deploy.");
  return `${vectorBucketName} has ${indexes.length} vector indexes`;
}
