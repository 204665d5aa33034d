/** An execution as it is kept. Times are milliseconds since 1970. */
export interface Execution {
  readonly arn: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly name: string;
  /** As it was given: StartExecution compares the text. */
  readonly input: string;
  readonly startMs: number;
  /** Names the definition that it started with, which holds to its end. */
  readonly definitionHash: string;
  readonly status: ExecutionStatus;
  readonly stopMs?: number;
  /** Events of the history when it ended. */
  readonly eventCount?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount: number;
  readonly redriveMs?: number;
}

export const EXECUTION_STATUSES = [
  "SUCCEEDED",
  "TIMED_OUT",
  "PENDING_REDRIVE",
  "ABORTED",
  "FAILED",
  "RUNNING",
] as const;

/** `PENDING_REDRIVE` belongs to children of distributed Maps and never occurs here. */
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];
