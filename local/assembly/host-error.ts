export type HostErrorCode =
  | "ASSEMBLY"
  | "DATA_DIR_LOCKED"
  | "DATA_DIR_UNWRITABLE"
  | "DATA_DIR_FOREIGN"
  | "STATE_MISMATCH"
  | "PORT_BUSY"
  | "PORT_UNUSABLE";

/** Why the local host does not start. The message is for the person at the keyboard and says what to do. */
export class HostError extends Error {
  override readonly name = "HostError";
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
