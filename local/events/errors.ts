import { ServiceError } from "../service.ts";

export function validationError(message: string): ServiceError {
  return new ServiceError("ValidationException", message);
}

/** @param reason without a full stop */
export function invalidPattern(reason: string): ServiceError {
  return new ServiceError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
}

export function ruleNotFound(name: string, bus: string): ServiceError {
  const on = bus === "default" ? "" : ` on EventBus ${bus}`;
  return new ServiceError("ResourceNotFoundException", `Rule ${name} does not exist${on}.`);
}

/** Something that the service can do and the stand-in cannot: it must not look as if it had been done. */
export function notSupported(what: string): ServiceError {
  return new ServiceError(
    "UnknownOperationException",
    `The EventBridge stand-in does not support ${what}.`,
    501,
  );
}
