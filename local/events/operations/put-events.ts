import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { BusEvent } from "../../service.ts";
import { busArn, busNameOf, type EventsContext, type Operation } from "../context.ts";
import { validationError } from "../errors.ts";
import { parseInput } from "../input.ts";

const entry = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  /** Seconds since 1970. */
  Time: z.number().optional(),
});
type Entry = z.infer<typeof entry>;

const input = z.strictObject({ Entries: z.array(entry) });

const MAXIMUM_ENTRIES = 10;
const MAXIMUM_BYTES = 1024 * 1024;

/** Answers after each target has the event, or after the event is stored for further tries. */
export const putEvents: Operation = async (events, request, caller) => {
  const { Entries } = parseInput(input, request);
  if (Entries.length === 0 || Entries.length > MAXIMUM_ENTRIES) {
    const bound =
      Entries.length === 0 ? "greater than or equal to 1" : `less than or equal to ${MAXIMUM_ENTRIES}`;
    throw validationError(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  if (Entries.reduce((sum, one) => sum + entryBytes(one), 0) > MAXIMUM_BYTES) {
    throw validationError("Total size of the entries in the request is over the limit.");
  }
  for (const { EventBusName } of Entries) {
    caller.authorize("events:PutEvents", busArn(events.place, busNameOf(EventBusName)));
  }
  const results = await Promise.all(Entries.map((one) => putEntry(events, one)));
  return { FailedEntryCount: results.filter((one) => "ErrorCode" in one).length, Entries: results };
};

async function putEntry(events: EventsContext, one: Entry): Promise<Record<string, string>> {
  for (const field of ["Source", "DetailType", "Detail"] as const) {
    if (!one[field]) {
      return {
        ErrorCode: "InvalidArgument",
        ErrorMessage: `Parameter ${field} is not valid. Reason: ${field} is a required argument.`,
      };
    }
  }
  const { Source = "", DetailType = "", Detail = "", Resources = [], Time } = one;
  if (Source.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSource", ErrorMessage: "Not authorized for the source." };
  }
  const detail = parseDetail(Detail);
  if (detail === undefined) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  const event: BusEvent = {
    version: "0",
    id: randomUUID(),
    "detail-type": DetailType,
    source: Source,
    account: events.place.account,
    time: isoSeconds(Time === undefined ? events.clock.now() : Time * 1000),
    region: events.place.region,
    resources: Resources,
    detail,
  };
  await events.deliver(busNameOf(one.EventBusName), event);
  return { EventId: event.id };
}

/** The detail must be a JSON object. */
function parseDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

/** Size by the service's rule, in which a given time counts 14 bytes. */
function entryBytes({ Source = "", DetailType = "", Detail = "", Resources = [], Time }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

function isoSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
