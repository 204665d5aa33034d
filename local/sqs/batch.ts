import { asServiceError } from "../json-protocol.ts";
import { ServiceError } from "../service.ts";
import { legacyCode } from "./errors.ts";

/** Entries that one batch request may have. */
const MAXIMUM_ENTRIES = 10;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;

interface BatchAnswer<Result> {
  readonly Successful: (Result & { Id: string })[];
  readonly Failed?: { Id: string; SenderFault: boolean; Code: string; Message: string }[];
}

/**
 * Checks the entries of a batch as a whole.
 * @param entryType the service's name of the entry, for its message
 */
export function checkBatch(entries: readonly { readonly Id: string }[], entryType: string): void {
  if (entries.length === 0) {
    throw new ServiceError("EmptyBatchRequest", `There should be at least one ${entryType} in the request.`);
  }
  if (entries.length > MAXIMUM_ENTRIES) {
    throw new ServiceError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MAXIMUM_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!ENTRY_ID.test(Id)) {
      throw new ServiceError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    }
    if (seen.has(Id)) throw new ServiceError("BatchEntryIdsNotDistinct", `Id ${Id} repeated.`);
    seen.add(Id);
  }
}

/** Runs `each` for every entry and reports per entry, as one bad entry does not fail the others. */
export async function runBatch<Entry extends { readonly Id: string }, Result extends object>(
  entries: readonly Entry[],
  each: (entry: Entry) => Promise<Result>,
): Promise<BatchAnswer<Result>> {
  const Successful: BatchAnswer<Result>["Successful"] = [];
  const Failed: NonNullable<BatchAnswer<Result>["Failed"]> = [];
  for (const entry of entries) {
    try {
      Successful.push({ ...(await each(entry)), Id: entry.Id });
    } catch (error) {
      const { name, message, status } = asServiceError(error);
      Failed.push({ Id: entry.Id, SenderFault: status < 500, Code: legacyCode(name), Message: message });
    }
  }
  return Failed.length === 0 ? { Successful } : { Successful, Failed };
}
