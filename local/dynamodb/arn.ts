import type { Place } from "../service.ts";

export const tableArn = ({ region, account }: Place, table: string) =>
  `arn:aws:dynamodb:${region}:${account}:table/${table}`;

export const indexArn = (place: Place, table: string, index: string) =>
  `${tableArn(place, table)}/index/${index}`;

/** Requests may name a table by its ARN: gives back the name. Another place's ARN stays as it is, and is not found. */
export function tableName(place: Place, nameOrArn: unknown): string {
  const text = String(nameOrArn);
  const prefix = tableArn(place, "");
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
