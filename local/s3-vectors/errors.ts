import { ServiceError } from "../service.ts";

/** A request that breaks a rule at `path` (`/vectors/0/key`). */
export function invalidField(path: string, message: string): ServiceError {
  return new ServiceError("ValidationException", `1 validation error detected. ${message}`, 400, {
    fieldList: [{ path, message }],
  });
}

/** A request whose fields are well formed but do not fit the index. */
export const invalidRequest = (message: string) =>
  new ServiceError("ValidationException", message, 400, { fieldList: [] });

export const notFound = (what: string) =>
  new ServiceError("NotFoundException", `The specified ${what} could not be found`, 404);

export const conflict = (message: string) => new ServiceError("ConflictException", message, 409);
