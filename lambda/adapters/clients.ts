import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/**
 * The clients, with their timeouts and attempts. The endpoint comes from the environment (`AWS_ENDPOINT_URL`), so the
 * same code talks to AWS and to the stand-ins.
 */

/** Calls that are repeatable and quick: the SDK's own three attempts, each given up after 10 s. */
const QUICK = { maxAttempts: 3, requestHandler: { requestTimeout: 10_000, throwOnRequestTimeout: true } };

/** How records become items: a person may give metadata the name "constructor", which looks like an object of a class. */
export const AS_ITEMS = { marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true } };

export const dynamoDb = () => DynamoDBDocumentClient.from(new DynamoDBClient(QUICK), AS_ITEMS);

/** Bodies of many megabytes: more time for one answer. */
export const s3 = () =>
  new S3Client({ maxAttempts: 3, requestHandler: { requestTimeout: 60_000, throwOnRequestTimeout: true } });

/**
 * For links that somebody else uploads with: a checksum would be that of the empty body at hand when the link is made, so
 * none is put into it.
 */
export const s3ForLinks = () => new S3Client({ ...QUICK, requestChecksumCalculation: "WHEN_REQUIRED" });

export const s3Vectors = () =>
  new S3VectorsClient({
    maxAttempts: 4,
    requestHandler: { requestTimeout: 30_000, throwOnRequestTimeout: true },
  });

export const stepFunctions = () => new SFNClient(QUICK);
export const sqs = () => new SQSClient(QUICK);

/**
 * Every attempt of a model call is billed, so there is one: the lane does the repeating. The call is given up 60 s
 * before the function's 900 s are over, so that the function still can say so.
 */
export const bedrockForAnalysis = () =>
  new BedrockRuntimeClient({ maxAttempts: 1, requestHandler: { requestTimeout: 840_000 } });

/** Starting an invocation and asking for its status are repeatable: the first carries our own token. */
export const bedrockForInvocations = () =>
  new BedrockRuntimeClient({ maxAttempts: 3, requestHandler: { requestTimeout: 15_000 } });
