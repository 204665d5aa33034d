/** Where messages go that were received too often. */
export interface Redrive {
  readonly deadLetterArn: string;
  /** Receives that a message may have; the next one moves it. */
  readonly maxReceiveCount: number;
}

/** The settings of a queue that change what the stand-in does. */
export interface QueueSettings {
  readonly visibilityTimeoutSec: number;
  readonly retentionSec: number;
  readonly delaySec: number;
  readonly maximumMessageBytes: number;
  readonly receiveWaitSec: number;
  readonly redrive?: Redrive;
}

/** The service's defaults. */
export const defaultSettings: QueueSettings = {
  visibilityTimeoutSec: 30,
  retentionSec: 345_600,
  delaySec: 0,
  maximumMessageBytes: 1_048_576,
  receiveWaitSec: 0,
};

/** Ranges of the settings that are numbers, as the service has them. */
export const settingRanges = {
  VisibilityTimeout: { setting: "visibilityTimeoutSec", min: 0, max: 43_200 },
  MessageRetentionPeriod: { setting: "retentionSec", min: 60, max: 1_209_600 },
  DelaySeconds: { setting: "delaySec", min: 0, max: 900 },
  MaximumMessageSize: { setting: "maximumMessageBytes", min: 1_024, max: 1_048_576 },
  ReceiveMessageWaitTimeSeconds: { setting: "receiveWaitSec", min: 0, max: 20 },
} as const;
