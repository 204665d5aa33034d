import type { Place } from "../service.ts";
import { startMapping } from "../sqs/event-source-mapping.ts";
import type { Callers } from "./callers.ts";
import type { Cloud } from "./cloud.ts";
import type { CloudAssembly } from "./cloud-assembly.ts";
import type { AccessControl } from "./iam/access-control.ts";
import type { Services } from "./services.ts";

export interface CloudParts {
  readonly assembly: CloudAssembly;
  readonly place: Place;
  readonly access: AccessControl;
  readonly callers: Callers;
  readonly services: Services;
  /** Gets the stop function of each event source mapping. */
  readonly mappings: (() => Promise<void>)[];
  readonly warn: (message: string) => void;
}

/** Brings together what resources need from the host in order to come into being. */
export function createCloud(parts: CloudParts): Cloud {
  const { assembly, place, access, callers, services, mappings, warn } = parts;
  return {
    place,
    access,
    standIns: services,
    warn,
    queues: new Map(),
    functions: new Map(),
    assetPath: (s3Key) => assembly.assetPath(s3Key),
    issueAccessKey: (logicalId, caller) => callers.issueKey(`${assembly.stackName}/${logicalId}`, caller),
    startMapping(settings) {
      const { sqs, lambda: functions } = services;
      const mapping = startMapping({ ...settings, sqs, functions, region: place.region });
      mappings.push(() => mapping.stop());
    },
  };
}
