import type { JsonService } from "../../service.ts";
import { defined } from "../interpreter/events.ts";
import { StateFailure } from "../interpreter/failure.ts";
import type { Json } from "../json.ts";
import { asObject, type Integration, jsonText, sdkMetadata } from "./integration.ts";

/** `events:putEvents`: an object given as Detail is sent as its JSON text; one refused entry fails the Task. */
export function eventsPutEvents(events: JsonService): Integration {
  return {
    parameters: ["Entries"],
    required: ["Entries"],
    canWaitForToken: true,
    errors: { prefix: "EventBridge", base: "AmazonEventBridgeException", unmodelled: [] },
    async call({ Entries }, caller) {
      const entries = Array.isArray(Entries) ? Entries.map(withTextDetail) : Entries;
      const answer = asObject(await events.execute("PutEvents", { Entries: entries }, caller));
      if (answer["FailedEntryCount"] !== 0 && answer["FailedEntryCount"] !== undefined) {
        throw new StateFailure("EventBridge.FailedEntry", JSON.stringify(answer));
      }
      return { ...answer, ...sdkMetadata() };
    },
  };
}

function withTextDetail(entry: Json): Json {
  const { Detail, ...rest } = asObject(entry);
  return { ...rest, ...defined({ Detail: jsonText(Detail) }) };
}
