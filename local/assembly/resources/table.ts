import * as z from "zod";
import type { Caller, JsonService } from "../../service.ts";
import { flag, noLocalEffect } from "../property.ts";
import type { StandIns } from "../stand-ins.ts";

const attribute = z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) });
const key = z.strictObject({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) });

const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: z.array(key),
  Projection: z.strictObject({
    ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
  ContributorInsightsSpecification: noLocalEffect("there are no metrics"),
  OnDemandThroughput: noLocalEffect("a limit on the bill"),
  WarmThroughput: noLocalEffect("capacity is not simulated"),
  WriteOnDemandThroughputSettings: noLocalEffect("a limit on the bill"),
});

/** What both table types share. Streams are not here: nothing would read them, so the boot stops. */
export const tableProperties = {
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(attribute),
  KeySchema: z.array(key),
  BillingMode: z.enum(["PAY_PER_REQUEST", "PROVISIONED"]).optional(),
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: flag }).optional(),
};

type TableProperties = z.infer<z.ZodObject<typeof tableProperties>>;
type Index = z.infer<typeof index>;

/** The keys of a table and its indexes: items that are there already are stored under them. */
export function fixedParts(table: TableProperties): unknown {
  const keys = (indexes: Index[] | undefined) => {
    return (indexes ?? []).map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    }));
  };
  return {
    AttributeDefinitions: table.AttributeDefinitions,
    KeySchema: table.KeySchema,
    GlobalSecondaryIndexes: keys(table.GlobalSecondaryIndexes),
    LocalSecondaryIndexes: keys(table.LocalSecondaryIndexes),
  };
}

/** Makes the table in the shape of the CreateTable API, and sets its time to live. */
export async function createTable(
  dynamodb: StandIns["dynamodb"],
  name: string,
  table: TableProperties,
  billing: Readonly<Record<string, unknown>>,
): Promise<void> {
  const indexes = (list: Index[]) =>
    list.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));
  await dynamodb.createTable({
    TableName: name,
    AttributeDefinitions: table.AttributeDefinitions,
    KeySchema: table.KeySchema,
    BillingMode: table.BillingMode ?? "PROVISIONED",
    ...billing,
    ...(table.GlobalSecondaryIndexes?.length
      ? { GlobalSecondaryIndexes: indexes(table.GlobalSecondaryIndexes) }
      : {}),
    ...(table.LocalSecondaryIndexes?.length
      ? { LocalSecondaryIndexes: indexes(table.LocalSecondaryIndexes) }
      : {}),
  });
  await setTimeToLive(dynamodb, name, table.TimeToLiveSpecification ?? { Enabled: false });
}

/** The host itself, which does what a deployment would do. */
const host: Caller = { name: "local host", authorize: () => {} };

interface TimeToLive {
  readonly Enabled: boolean;
  readonly AttributeName?: string | undefined;
}

/** Changes the setting only where it differs from an earlier start: the service refuses to set it twice. */
async function setTimeToLive(dynamodb: JsonService, table: string, wanted: TimeToLive): Promise<void> {
  const answer = await dynamodb.execute("DescribeTimeToLive", { TableName: table }, host);
  const { TimeToLiveDescription: now } = answer as {
    TimeToLiveDescription: { TimeToLiveStatus: string; AttributeName?: string };
  };
  const update = (Enabled: boolean, AttributeName: string | undefined) => {
    const TimeToLiveSpecification = { Enabled, AttributeName };
    return dynamodb.execute("UpdateTimeToLive", { TableName: table, TimeToLiveSpecification }, host);
  };
  const enabled = now.TimeToLiveStatus === "ENABLED";
  if (enabled === wanted.Enabled && (!enabled || now.AttributeName === wanted.AttributeName)) return;
  if (enabled) await update(false, now.AttributeName);
  if (wanted.Enabled) await update(true, wanted.AttributeName);
}
