/** A message attribute as it travels: `BinaryValue` is base64 text. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What the sender gave; never changes, and is stored apart so that a receive does not rewrite up to 1 MiB. */
export interface MessageContent {
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** The system attribute `AWSTraceHeader`. */
  readonly traceHeader?: string;
}

/** What changes while a message travels. All times are milliseconds since 1970. */
export interface MessageState {
  /** Name of the queue that holds the message. */
  readonly queue: string;
  readonly messageId: string;
  readonly senderId: string;
  readonly sentAt: number;
  /** Before this time nobody receives it. */
  readonly visibleAt: number;
  /** When the time to `visibleAt` began. */
  readonly hiddenAt: number;
  /** The consumer chose `visibleAt` itself, as a back-off, so that it holds beyond a restart. */
  readonly hiddenByChoice?: boolean;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  readonly lastReceivedAt?: number;
  /** Secret of the newest receive; only a handle that carries it may delete or hide the message. */
  readonly receipt?: string;
  /** ARN of the queue whose redrive policy moved the message here. */
  readonly deadLetterSource?: string;
}
