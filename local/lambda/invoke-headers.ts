import { type Call, ServiceError } from "../service.ts";
import type { InvocationType } from "./payload.ts";

/** @throws ServiceError `InvalidParameterValueException` for options that the local host does not have */
export function refuseUnsupported({ headers }: Call): void {
  for (const header of ["x-amz-client-context", "x-amz-tenant-id", "x-amz-durable-execution-name"]) {
    if (headers[header] !== undefined) throw unsupported(`Header ${header}`);
  }
  const logType = headers["x-amz-log-type"] ?? "None";
  if (logType !== "None") throw unsupported(`LogType ${logType}`);
}

/** @throws ServiceError `InvalidParameterValueException` */
export function invocationType({ headers }: Call): InvocationType {
  const text = headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (text === "RequestResponse" || text === "Event" || text === "DryRun") return text;
  throw new ServiceError(
    "InvalidParameterValueException",
    `Value '${text}' at 'invocationType' failed to satisfy constraint: ` +
      "Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
    400,
    { Type: "User" },
  );
}

export function unsupported(what: string): ServiceError {
  const message = `${what} is not supported by the local host.`;
  return new ServiceError("InvalidParameterValueException", message, 400, { Type: "User" });
}
