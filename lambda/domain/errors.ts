import type { Reason, ReasonCode, Step } from "../contracts/reason.ts";
import type { StateError } from "../contracts/workflow.ts";

/** What a code means for the person: what to do, and whether doing it again may help. */
interface Advice {
  readonly hint: string;
  readonly retryable: boolean;
}

const final = (hint: string): Advice => ({ hint, retryable: false });
const again = (hint: string): Advice => ({ hint, retryable: true });

const CONVERT = "Convert the video to MP4 with H.264 picture and AAC sound, and upload it again.";
const UPLOAD_AGAIN = "Check that the file plays on your computer, and upload it again.";
const AGAIN = "Upload the file again later: what was finished is not paid again.";

/** One entry per reason code: the only place that says what a code means. */
export const REASONS: Readonly<Record<ReasonCode, Advice>> = {
  EMPTY: final("Upload the file again: the upload carried no data."),
  NOT_MEDIA: final("Upload a video file; the name does not matter, the content does."),
  CORRUPT: final(UPLOAD_AGAIN),
  NO_VIDEO_TRACK: final("Upload a file that has a picture; sound alone is not analyzed."),
  UNKNOWN_DURATION: final(`The file does not say how long it is. ${CONVERT}`),
  TOO_SHORT: final("Use a longer clip."),
  TOO_LONG: final("Cut the video into shorter parts and upload those."),
  TOO_LARGE: final("Compress the video or cut it into parts, and upload those."),
  RESOLUTION: final("Scale the video to a size that the model takes, and upload it again."),
  UNSUPPORTED_CODEC: final(CONVERT),
  ENCRYPTED: final("Remove the copy protection, and upload the file again."),
  OBJECT_MISSING: final("Upload the file again: this version of it is gone."),
  FETCH_FAILED: again("Check that the address leads to the file without a sign-in, and give it again."),
  MODEL_REJECTED: final(CONVERT),
  MODEL_THROTTLED: again(`The model was busy for too long. ${AGAIN}`),
  MODEL_TIMEOUT: again(`The model did not answer in time. ${AGAIN}`),
  MODEL_ERROR: again(`The model failed. ${AGAIN}`),
  ANSWER_TRUNCATED: again(
    "The model's answer was too long; raise maxOutputTokens, and upload the file again.",
  ),
  ANSWER_INVALID: again(`The model's answer could not be read. ${AGAIN}`),
  OUTPUT_MISSING: again(`The model's output never came. ${AGAIN}`),
  OUTPUT_INVALID: again(`The model's output could not be read. ${AGAIN}`),
  ACCESS_DENIED: final("Check the permissions named in the message, and that the account may use the model."),
  CONFIG: final("Check the configuration named in the message, and deploy again."),
  BUDGET: again("The call budget of this run is used up; raise invokeBudget, or upload the file again."),
  DEAD_LETTER: again(`The work was given up after too many tries. ${AGAIN}`),
  SUPERSEDED: final("A newer version of the file took its place; nothing needs to be done."),
  INTERNAL: again("This is a fault of reelbase: see the log of the run, and upload the file again."),
};

export function reasonOf(code: ReasonCode, message: string, step: Step): Reason {
  return { code, message, step, ...REASONS[code] };
}

/**
 * Base of the expected errors. Its text is `CODE: message`, which is all that survives the way through a state
 * machine. It never holds text that a model wrote.
 */
abstract class ReelbaseError extends Error {
  readonly code: ReasonCode;
  /** The sentence without the code. */
  readonly detail: string;

  constructor(code: ReasonCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}

/** Trying again soon may help: the workflow's Retry names this error, a lane hands the message back. */
export class TemporaryError extends ReelbaseError {
  override readonly name = "TemporaryError";
}

/** Trying again does not help: the step fails with the code as its reason. */
export class PermanentError extends ReelbaseError {
  override readonly name = "PermanentError";
}

/** An error for the log. JSON.parse quotes what it was given, which may be a model's words or a token: not those. */
export const logText = (error: unknown): string =>
  error instanceof SyntaxError ? error.name : String(error);

/** `CODE: message`, as `ReelbaseError` writes it. */
const CODED = /^([A-Z_]+): (.*)$/s;

/**
 * The reason behind what Step Functions calls an error. Its Error is a reason code (a lane failed the token), or the
 * class of a handler's error (the Cause then is JSON with the message), or a name of Step Functions' own.
 */
export function reasonOfError({ Error: name, Cause: cause }: StateError, step: Step): Reason {
  if (isReasonCode(name)) return reasonOf(name, cause, step);
  const [, code, message] = CODED.exec(messageOfCause(cause)) ?? [];
  if (code !== undefined && message !== undefined && isReasonCode(code)) return reasonOf(code, message, step);
  if (name === "States.Timeout") return reasonOf("MODEL_TIMEOUT", `The step ${step} took too long.`, step);
  return reasonOf(
    "INTERNAL",
    `The step ${step} failed with ${name === "" ? "an unnamed error" : name}.`,
    step,
  );
}

export const isReasonCode = (text: string): text is ReasonCode => Object.hasOwn(REASONS, text);

/** A handler's error arrives as JSON text `{ errorType, errorMessage, trace }`. */
function messageOfCause(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === "object" && parsed !== null && "errorMessage" in parsed)
      return String(parsed.errorMessage);
  } catch {
    // Not JSON: the text itself is the message.
  }
  return cause;
}
