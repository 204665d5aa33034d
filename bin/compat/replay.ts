import { isObject } from "./answers.ts";
import type { ApiAnswer } from "./api.ts";
import { comparableAnswer } from "./comparable.ts";
import { CompatError } from "./compat-error.ts";
import { type Difference, shapeDifferences, sharedFields } from "./differences.ts";
import { documentedReason } from "./documented.ts";
import type { Library } from "./library.ts";
import { type Operation, operationOf } from "./operation.ts";
import type { Recording } from "./recording.ts";
import { requestFor } from "./request.ts";
import { shapeOf } from "./shape.ts";

const NO_CONTENT = 204;

/** A difference that is meant. */
export interface DocumentedFinding extends Difference {
  readonly reason: string;
}

/** What came out of one recording. */
export interface Finding {
  readonly file: string;
  /** Undefined when the recording shows no operation that is known. */
  readonly operation: Operation | undefined;
  readonly status: { readonly recorded: number; readonly ours: number | undefined };
  /** Fields that both answers have, inner ones too. */
  readonly sharedFields: number;
  readonly differences: readonly Difference[];
  readonly documented: readonly DocumentedFinding[];
  /** What was changed in the request so that there is something to compare. */
  readonly notes: readonly string[];
}

/** Makes a recorded request to the library and compares the answers. */
export async function replay(library: Library, recording: Recording): Promise<Finding> {
  const operation = operationOf(recording);
  if (operation === undefined) {
    const { method, endpoint } = recording;
    return notCompared(
      recording,
      undefined,
      `${method} ${endpoint} is no operation of v1.2 that is known here`,
    );
  }
  try {
    return await compared(library, operation, recording);
  } catch (error) {
    if (!(error instanceof CompatError)) throw error;
    return notCompared(recording, operation, error.message);
  }
}

async function compared(library: Library, operation: Operation, recording: Recording): Promise<Finding> {
  const request = await requestFor(library, operation, recording);
  const { answer, notes } = await comparableAnswer(library.api, operation.name, recording, request);
  return {
    file: recording.file,
    operation,
    status: { recorded: recording.status, ours: answer.status },
    sharedFields: sharedFields(shapeOf(recording.response), shapeOf(answer.body)),
    ...judged(operation, differencesOf(recording, answer)),
    notes,
  };
}

/** Of another status the body is another one too: its fields say nothing. */
export function differencesOf(
  recording: Pick<Recording, "status" | "response">,
  { status, body }: ApiAnswer,
) {
  if (status !== recording.status) {
    const text = `${recording.status} recorded, ${status} here${codeOf(body)}`;
    return [{ path: "", kind: "status", text }] satisfies Difference[];
  }
  // An answer without content may have been kept as null, as an empty text or as an empty object.
  return status === NO_CONTENT ? [] : shapeDifferences(shapeOf(recording.response), shapeOf(body));
}

function codeOf(body: ApiAnswer["body"]): string {
  const code = isObject(body) ? body["code"] : undefined;
  return typeof code === "string" ? ` (${code})` : "";
}

function judged(
  { name }: Operation,
  all: readonly Difference[],
): Pick<Finding, "differences" | "documented"> {
  const known = all.map((difference) => ({ difference, reason: documentedReason(name, difference) }));
  return {
    differences: known.flatMap(({ difference, reason }) => (reason === undefined ? [difference] : [])),
    documented: known.flatMap(({ difference, reason }) =>
      reason === undefined ? [] : [{ ...difference, reason }],
    ),
  };
}

function notCompared({ file, status }: Recording, operation: Operation | undefined, text: string): Finding {
  return {
    file,
    operation,
    status: { recorded: status, ours: undefined },
    sharedFields: 0,
    differences: [{ path: "", kind: "operation", text }],
    documented: [],
    notes: [],
  };
}
