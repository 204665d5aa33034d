import { tableArn, tableName } from "../arn.ts";
import { describeBackups, MAX_PERIOD_DAYS, requireBackedUpTable } from "../continuous-backups.ts";
import type { Fields } from "../dynalite.ts";
import { unsupported, validationError } from "../errors.ts";
import type { Operation } from "../front.ts";
import { changeSettings, readSettings } from "../table-settings.ts";

/** Stores whether point-in-time recovery is on. There are no backups: an operation that restores is unknown here. */
export const updateContinuousBackups: Operation = async ({ engine, place, inTurn }, input, caller) => {
  const { TableName, PointInTimeRecoverySpecification: specification, ...others } = input;
  for (const other of Object.keys(others)) throw unsupported(`UpdateContinuousBackups with ${other}`);
  const name = tableName(place, TableName);
  caller.authorize("dynamodb:UpdateContinuousBackups", tableArn(place, name));
  const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: days = MAX_PERIOD_DAYS } =
    (specification ?? {}) as Fields;
  if (typeof enabled !== "boolean") {
    throw validationError(
      "1 validation error detected: Value null at 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' " +
        "failed to satisfy constraint: Member must not be null",
    );
  }
  return inTurn(async () => {
    const table = await requireBackedUpTable(engine, name);
    await changeSettings(engine, name, { pointInTimeRecovery: enabled, recoveryPeriodDays: Number(days) });
    return describeBackups(await readSettings(engine, name), table.CreationDateTime);
  });
};
