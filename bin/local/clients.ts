import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Host } from "../../local/host.ts";

/** The SDK's own clients, pointed at the local host as any program may do. */
export interface Clients {
  readonly s3: S3Client;
  readonly table: DynamoDBDocumentClient;
  readonly outputs: { readonly tableName: string; readonly videosBucket: string };
}

export function clientsOf({ endpoint, outputs, place }: Host): Clients {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const settings = { endpoint, region: place.region, credentials };
  const output = (name: string) => {
    const value = outputs[name];
    if (value === undefined) throw new Error(`The stack has no output ${name}.`);
    return value;
  };
  return {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    table: DynamoDBDocumentClient.from(new DynamoDBClient(settings)),
    outputs: { tableName: output("TableName"), videosBucket: output("VideosBucket") },
  };
}
