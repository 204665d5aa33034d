import { dynamoDb, s3, s3Vectors, sqs, stepFunctions } from "../adapters/clients.ts";
import { requireEnv } from "../adapters/env.ts";
import { lambdaLog } from "../adapters/logger.ts";
import { dynamoDbLibraryChanges } from "../adapters/query/library-changes.ts";
import { sqsRemovalRequests } from "../adapters/query/removal-requests.ts";
import { dynamoDbRemovalCatalog } from "../adapters/removal-catalog.ts";
import { s3UploadedVersions, s3WorkFiles } from "../adapters/removal-files.ts";
import { s3VectorsRemoval } from "../adapters/removal-vectors.ts";
import { executions } from "../adapters/step-functions.ts";
import { remove } from "./remove.ts";

const table = requireEnv("TABLE_NAME");
const client = dynamoDb();
const files = s3();

export const handler = remove({
  catalog: dynamoDbRemovalCatalog(client, table),
  changes: dynamoDbLibraryChanges(client, table),
  versions: s3UploadedVersions(files),
  work: s3WorkFiles(files, requireEnv("WORK_BUCKET")),
  vectors: s3VectorsRemoval(s3Vectors(), requireEnv("VECTOR_BUCKET")),
  executions: executions(stepFunctions(), requireEnv("STATE_MACHINE_ARN")),
  removals: sqsRemovalRequests(sqs(), requireEnv("REMOVAL_QUEUE_URL")),
  clock: { now: Date.now },
  log: lambdaLog(),
});
