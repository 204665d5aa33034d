/** The parts of an update that DynamoDB takes as expressions. */
export interface Change {
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, unknown>;
}

/** Sets the fields that have a value and removes the attributes named. Names go through `#`, as many are reserved. */
export function setting(fields: Readonly<Record<string, unknown>>, removed: readonly string[]): Change {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  const assignments = set.map(([name]) => `#${name} = :${name}`).join(", ");
  const removals = removed.map((name) => `#${name}`).join(", ");
  return {
    UpdateExpression: `SET ${assignments}${removals === "" ? "" : ` REMOVE ${removals}`}`,
    ExpressionAttributeNames: Object.fromEntries(
      [...set.map(([name]) => name), ...removed].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
  };
}

/** The change, on the condition that the attributes still have these values. */
export function on(change: Change, expected: Readonly<Record<string, unknown>>): Change {
  const names = Object.keys(expected);
  return {
    ...change,
    ConditionExpression: names.map((name) => `#${name} = :was_${name}`).join(" AND "),
    ExpressionAttributeNames: {
      ...change.ExpressionAttributeNames,
      ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ...change.ExpressionAttributeValues,
      ...Object.fromEntries(names.map((name) => [`:was_${name}`, expected[name]])),
    },
  };
}
