import * as z from "zod";
import { type HistoryEvent, journalPrefix, journalRecords, range } from "../interpreter/journal.ts";
import type { JsonObject } from "../json.ts";
import { decodeToken, encodeToken, findExecution, type Operation, wireTime } from "./context.ts";
import { arnField, maxResultsField, nextTokenField, readInput } from "./input.ts";

const input = z.strictObject({
  executionArn: arnField,
  maxResults: maxResultsField,
  reverseOrder: z.boolean().optional(),
  nextToken: nextTokenField,
  includeExecutionData: z.boolean().optional(),
});

const DEFAULT_PAGE = 100;

export const getExecutionHistory: Operation = async (context, raw, caller) => {
  const given = readInput(input, raw);
  const { executionArn, maxResults, reverseOrder = false, nextToken, includeExecutionData = true } = given;
  caller.authorize("states:GetExecutionHistory", executionArn);
  await findExecution(context, executionArn);
  const limit = maxResults || DEFAULT_PAGE;
  const whole = range(journalPrefix(executionArn));
  const after = nextToken === undefined ? undefined : decodeToken(nextToken);
  const from =
    after === undefined ? whole : reverseOrder ? { gte: whole.gte, lt: after } : { gt: after, lt: whole.lt };
  const events: unknown[] = [];
  let last: string | undefined;
  for await (const [key, { event }] of journalRecords(context.store).entries({
    ...from,
    reverse: reverseOrder,
  })) {
    if (event === undefined) continue;
    if (events.length === limit) return { events, nextToken: encodeToken(last ?? key) };
    events.push(wireEvent(event, includeExecutionData));
    last = key;
  }
  return { events };
};

/** Members that hold the data of the execution, left out on request. */
const DATA = ["input", "output", "parameters", "taskCredentials"];

function wireEvent(
  { id, previousEventId, timestampMs, type, details }: HistoryEvent,
  withData: boolean,
): unknown {
  const shown =
    details === undefined ? {} : { [details[0]]: withData ? details[1] : withoutData(details[1]) };
  return { id, previousEventId, timestamp: wireTime(timestampMs), type, ...shown };
}

function withoutData(details: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.includes(name)));
}
