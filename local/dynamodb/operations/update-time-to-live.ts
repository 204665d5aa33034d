import { tableArn, tableName } from "../arn.ts";
import type { Fields } from "../dynalite.ts";
import { unsupported, validationError } from "../errors.ts";
import type { Operation } from "../front.ts";
import { changeSettings, readSettings, requireTable } from "../table-settings.ts";

/** Stores the setting. Items do not expire by themselves: the service may take days too. */
export const updateTimeToLive: Operation = async ({ engine, place, inTurn }, input, caller) => {
  const { TableName, TimeToLiveSpecification: specification, ...others } = input;
  for (const other of Object.keys(others)) throw unsupported(`UpdateTimeToLive with ${other}`);
  const name = tableName(place, TableName);
  caller.authorize("dynamodb:UpdateTimeToLive", tableArn(place, name));
  const { Enabled: enabled, AttributeName: attribute } = (specification ?? {}) as Fields;
  if (typeof enabled !== "boolean" || typeof attribute !== "string" || attribute.length < 1) {
    throw validationError(
      "1 validation error detected: Value null at 'timeToLiveSpecification.attributeName' failed to satisfy " +
        "constraint: Member must not be null",
    );
  }
  return inTurn(async () => {
    await requireTable(engine, name);
    const { timeToLiveAttribute: current } = await readSettings(engine, name);
    if (enabled && current !== undefined) throw validationError("TimeToLive is already enabled");
    if (!enabled && current === undefined) throw validationError("TimeToLive is already disabled");
    if (!enabled && current !== attribute) {
      throw validationError(
        `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`,
      );
    }
    await changeSettings(engine, name, { timeToLiveAttribute: enabled ? attribute : undefined });
    return { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } };
  });
};
