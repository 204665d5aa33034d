import type { Caller, Place } from "../service.ts";
import type { MappingOptions } from "../sqs/event-source-mapping.ts";
import type { AccessControl } from "./iam/access-control.ts";
import type { StandIns } from "./stand-ins.ts";

export type MappingSettings = Omit<MappingOptions, "sqs" | "functions" | "region">;

/** What a resource needs from the host in order to come into being. */
export interface Cloud {
  readonly place: Place;
  readonly access: AccessControl;
  readonly standIns: StandIns;
  /** Folder of the asset behind an `S3Key`. */
  assetPath(s3Key: string): string;
  /** Makes the dummy access key by which the calls of one function are recognized. */
  issueAccessKey(logicalId: string, caller: Caller): string;
  /** Feeds a queue to a function until the host stops. */
  startMapping(options: MappingSettings): void;
  /** What was made so far, under its ARN, as far as later resources need it. */
  readonly queues: Map<string, { readonly visibilityTimeoutSec: number }>;
  readonly functions: Map<string, { readonly timeoutSec: number; readonly caller: Caller }>;
  /** A fault of the template that would not stop a deployment. */
  warn(message: string): void;
}
