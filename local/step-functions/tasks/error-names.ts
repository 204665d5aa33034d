import { AccessDenied, ServiceError } from "../../service.ts";

/** How an integration reports the errors of its service. */
export interface ErrorNames {
  /** First part of the error name: the SDK's id of the service. */
  readonly prefix: string;
  /** Class for codes that the SDK has no class for, such as access denied. */
  readonly base: string;
  /** Codes without a class of their own. */
  readonly unmodelled: readonly string[];
  /** Codes of the protocols that this service has a class for all the same. */
  readonly modelled?: readonly string[];
}

/** Codes that belong to the protocols and that hardly any SDK models. */
const PROTOCOL_CODES = [
  "AccessDenied",
  "AccessDeniedException",
  "SerializationException",
  "UnknownOperationException",
  "UnrecognizedClientException",
  "InternalServerError",
];

/** Error name and cause as the real integration reports them. */
export function taskError(names: ErrorNames, failure: unknown): { error: string; cause: string } {
  const { code, message, status } = describe(failure);
  const service = names.prefix;
  return {
    error: `${service}.${className(names, code)}`,
    cause: `${message} (Service: ${service}, Status Code: ${status}, Request ID: ${crypto.randomUUID()}) (SDK Attempt Count: 1)`,
  };
}

/** The SDK's class for a code: the code, with `Exception` at its end. */
function className({ base, unmodelled, modelled = [] }: ErrorNames, code: string): string {
  if (!modelled.includes(code) && (unmodelled.includes(code) || PROTOCOL_CODES.includes(code))) return base;
  return code.endsWith("Exception") ? code : `${code}Exception`;
}

function describe(failure: unknown): { code: string; message: string; status: number } {
  if (failure instanceof ServiceError) {
    // SQS and others still carry the namespace of their old protocol.
    const code = failure.name.split(/[#.]/).pop() ?? failure.name;
    return { code, message: failure.message, status: failure.status };
  }
  if (failure instanceof AccessDenied) {
    return { code: "AccessDeniedException", message: `User: ${failure.message}`, status: 403 };
  }
  return { code: "InternalServerError", message: String(failure), status: 500 };
}
