import { randomUUID } from "node:crypto";
import type { Caller } from "../../service.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { ErrorNames } from "./error-names.ts";

/** One action of one service that a Task can ask for. */
export interface Integration {
  /** Names that Arguments may have; undefined: the service itself refuses what it does not know. */
  readonly parameters?: readonly string[];
  readonly required?: readonly string[];
  readonly canWaitForToken: boolean;
  readonly errors: ErrorNames;
  /** @throws what the service throws, or a StateFailure of its own */
  call(parameters: JsonObject, caller: Caller): Promise<Json>;
}

/** What optimized integrations add to the answer of the service. */
export function sdkMetadata(status = 200): JsonObject {
  return {
    SdkHttpMetadata: { AllHttpHeaders: {}, HttpHeaders: {}, HttpStatusCode: status },
    SdkResponseMetadata: { RequestId: randomUUID() },
  };
}

/** Text members into which an object may be put: it is sent as its JSON text. */
export function jsonText(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
