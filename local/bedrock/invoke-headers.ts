import { validation } from "./errors.ts";

const JSON_TYPES = ["application/json", "*/*", "application/*"];

/**
 * Refuses headers that would change what the real service does and that the stand-in does not act on.
 * @throws ServiceError ValidationException
 */
export function checkInvokeHeaders(headers: Readonly<Record<string, string>>): void {
  const accept = mediaType(headers["x-amzn-bedrock-accept"] ?? headers["accept"] ?? "*/*");
  if (!JSON_TYPES.includes(accept)) throw validation(`Accept Type "${accept}" is invalid or not supported.`);
  // Without a content type the SDK sends application/octet-stream; the body is JSON all the same.
  const content = mediaType(headers["content-type"] ?? "application/json");
  if (content !== "application/json" && content !== "application/octet-stream") {
    throw validation(`Content Type "${content}" is invalid or not supported.`);
  }
  for (const [name, standard] of Object.entries(STANDARD)) {
    const value = headers[name];
    if (value !== undefined && value.toLowerCase() !== standard) {
      throw validation(`The local stand-in does not support ${name}: ${value}.`);
    }
  }
}

/** Headers with the one value that means "as usual"; an empty one allows none. */
const STANDARD: Readonly<Record<string, string>> = {
  "x-amzn-bedrock-guardrailidentifier": "",
  "x-amzn-bedrock-guardrailversion": "",
  "x-amzn-bedrock-trace": "disabled",
  "x-amzn-bedrock-performanceconfig-latency": "standard",
  "x-amzn-bedrock-service-tier": "default",
};

function mediaType(header: string): string {
  return header.split(";")[0]?.trim().toLowerCase() ?? "";
}
