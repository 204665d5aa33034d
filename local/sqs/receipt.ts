import { randomBytes } from "node:crypto";
import { ServiceError } from "../service.ts";

/** What a receipt handle says: the queue, the message and the receive it stands for. */
export interface Receipt {
  readonly queue: string;
  readonly key: string;
  readonly receipt: string;
}

const FORM = /^([\w-]{1,80}) (\d+) ([0-9a-f]{32})$/;

/** A secret for one receive. */
export function newReceipt(): string {
  return randomBytes(16).toString("hex");
}

export function receiptHandle({ queue, key, receipt }: Receipt): string {
  return Buffer.from(`${queue} ${key} ${receipt}`).toString("base64");
}

/** @throws ReceiptHandleIsInvalid unless the handle was made by this queue */
export function parseReceiptHandle(handle: string, queue: string): Receipt {
  const [, name, key, receipt] = FORM.exec(Buffer.from(handle, "base64").toString("latin1")) ?? [];
  if (name !== queue || key === undefined || receipt === undefined) {
    throw new ServiceError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
      404,
    );
  }
  return { queue, key, receipt };
}
