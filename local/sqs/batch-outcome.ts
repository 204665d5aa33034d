/**
 * Which messages of a batch failed, by the rules of `ReportBatchItemFailures`: no list, an empty list or no answer
 * at all means that every message is done; an id that is empty or that no message has, or an answer of another
 * shape, means that the whole batch failed.
 *
 * @param payload JSON text that the function returned
 * @param messageIds ids of the batch
 */
export function failedMessages(payload: string, messageIds: readonly string[]): ReadonlySet<string> {
  const whole = new Set(messageIds);
  const answer = parse(payload);
  if (answer === null) return new Set();
  if (typeof answer !== "object" || Array.isArray(answer)) return whole;
  const failures: unknown = Reflect.get(answer, "batchItemFailures") ?? [];
  if (!Array.isArray(failures)) return whole;
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = failure?.itemIdentifier;
    if (typeof id !== "string" || !whole.has(id)) return whole;
    failed.add(id);
  }
  return failed;
}

/** `undefined` marks what is no JSON: a failure, unlike `null`. */
function parse(payload: string): unknown {
  try {
    return payload === "" ? null : JSON.parse(payload);
  } catch {
    return undefined;
  }
}
