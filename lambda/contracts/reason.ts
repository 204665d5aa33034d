import * as z from "zod";

/** The closed list of reason codes. A new code is a change here, to `REASONS` in domain/errors.ts and a test. */
export const REASON_CODES = [
  "EMPTY",
  "NOT_MEDIA",
  "CORRUPT",
  "NO_VIDEO_TRACK",
  "UNKNOWN_DURATION",
  "TOO_SHORT",
  "TOO_LONG",
  "TOO_LARGE",
  "RESOLUTION",
  "UNSUPPORTED_CODEC",
  "ENCRYPTED",
  "OBJECT_MISSING",
  "FETCH_FAILED",
  "MODEL_REJECTED",
  "MODEL_THROTTLED",
  "MODEL_TIMEOUT",
  "MODEL_ERROR",
  "ANSWER_TRUNCATED",
  "ANSWER_INVALID",
  "OUTPUT_MISSING",
  "OUTPUT_INVALID",
  "ACCESS_DENIED",
  "CONFIG",
  "BUDGET",
  "DEAD_LETTER",
  "SUPERSEDED",
  "INTERNAL",
] as const;

export const ReasonCode = z.enum(REASON_CODES);
export type ReasonCode = z.infer<typeof ReasonCode>;

/** Steps of a run as people see them. */
export const Step = z.enum(["probe", "analyze", "embed", "finalize"]);
export type Step = z.infer<typeof Step>;

/** Why a run is REJECTED, FAILED or PARTIAL. */
export const Reason = z.object({
  code: ReasonCode,
  /** What happened to this file, in one plain sentence. */
  message: z.string(),
  /** What the person can do. */
  hint: z.string(),
  step: Step,
  /** Whether doing it again may help. */
  retryable: z.boolean(),
});
export type Reason = z.infer<typeof Reason>;
