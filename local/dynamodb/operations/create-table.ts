import { tableArn } from "../arn.ts";
import type { Fields, Table } from "../dynalite.ts";
import type { Engine } from "../engine.ts";
import { unsupported } from "../errors.ts";
import type { Operation } from "../front.ts";
import { changeSettings } from "../table-settings.ts";

/** Properties of a table that change nothing for its clients on one machine. */
const NO_LOCAL_EFFECT = new Set([
  "SSESpecification",
  "TableClass",
  "OnDemandThroughput",
  "WarmThroughput",
  "Tags",
]);

/** The table is active when the answer comes, although the answer says CREATING as the service does. */
export const createTable: Operation = async ({ engine, place, inTurn }, input, caller) => {
  const {
    DeletionProtectionEnabled: deletionProtection = false,
    StreamSpecification: stream,
    ...rest
  } = input;
  if ((stream as Fields | undefined)?.["StreamEnabled"]) throw unsupported("A table with a stream");
  const known = Object.entries(rest).filter(([name]) => !NO_LOCAL_EFFECT.has(name));
  const data = engine.validate("CreateTable", Object.fromEntries(known));
  const name = String(data["TableName"]);
  caller.authorize("dynamodb:CreateTable", tableArn(place, name));
  return inTurn(async () => {
    const { TableDescription: description } = await engine.act("CreateTable", data);
    const answer = structuredClone(description) as Fields;
    await untilActive(engine, name);
    await changeSettings(engine, name, {
      timeToLiveAttribute: undefined,
      pointInTimeRecovery: undefined,
      recoveryPeriodDays: undefined,
      deletionProtection: deletionProtection === true,
    });
    return { TableDescription: { ...answer, DeletionProtectionEnabled: deletionProtection } };
  });
};

/** dynalite changes the status from a timer. */
export async function untilActive(engine: Engine, name: string): Promise<Table> {
  for (;;) {
    const table = await engine.table(name);
    if (table?.TableStatus === "ACTIVE") return table;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
