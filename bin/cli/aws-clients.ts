import type { S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { AwsAccess } from "./connection.ts";

/** What every client of the SDK is told. What is left out, the SDK finds as the AWS command line does. */
export function clientSettings({ region, endpoint, credentials }: AwsAccess) {
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

// Loaded when they are used: most commands need none of them, and each takes a moment.

export async function s3Client(aws: AwsAccess): Promise<S3Client> {
  const { S3Client } = await import("@aws-sdk/client-s3");
  return new S3Client({ ...clientSettings(aws), forcePathStyle: aws.endpoint !== undefined });
}

export async function tableClient(aws: AwsAccess): Promise<DynamoDBDocumentClient> {
  const { DynamoDBClient } = await import("@aws-sdk/client-dynamodb");
  const { DynamoDBDocumentClient } = await import("@aws-sdk/lib-dynamodb");
  const marshallOptions = { removeUndefinedValues: true };
  return DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(aws)), { marshallOptions });
}
