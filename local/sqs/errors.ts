import { ServiceError } from "../service.ts";

/** Codes of the older query protocol, which clients read from `x-amzn-query-error`; others keep their name. */
const legacyCodes: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  InternalServerError: "InternalError",
  InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
  InvalidParameterValueException: "InvalidParameterValue",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
  MissingRequiredParameterException: "MissingParameter",
  PurgeQueueInProgress: "AWS.SimpleQueueService.PurgeQueueInProgress",
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  QueueNameExists: "QueueAlreadyExists",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
};

/** The code of an error in the older query protocol. */
export function legacyCode(name: string): string {
  return legacyCodes[name] ?? name;
}

export function queueDoesNotExist(): ServiceError {
  return new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
}

export function invalidParameter(message: string): ServiceError {
  return new ServiceError("InvalidParameterValueException", message);
}

/** `reason` without a full stop, as the service puts it behind "Reason:". */
export function invalidValue(value: unknown, parameter: string, reason: string): ServiceError {
  return invalidParameter(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}.`);
}

export function missingParameter(parameter: string): ServiceError {
  return new ServiceError(
    "MissingRequiredParameterException",
    `The request must contain the parameter ${parameter}.`,
  );
}

/** Something that the service can do and the stand-in cannot: it must not look as if it had been done. */
export function notSupported(what: string): ServiceError {
  return new ServiceError("UnsupportedOperation", `The SQS stand-in does not support ${what}.`, 501);
}
