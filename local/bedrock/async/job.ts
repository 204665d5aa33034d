import type { Place } from "../../service.ts";
import type { Json } from "../shape.ts";

export type JobStatus = "InProgress" | "Completed" | "Failed";

/** One async invocation as it is kept in the store. */
export interface Job {
  readonly arn: string;
  /** Last part of the ARN, and the folder of the outputs. */
  readonly id: string;
  readonly modelId: string;
  readonly modelArn: string;
  readonly input: Json;
  /** Name of the caller, whose rights the work goes on with. */
  readonly caller: string;
  readonly token?: string;
  /** As the caller gave it, without the id of the invocation. */
  readonly s3Uri: string;
  readonly kmsKeyId?: string;
  readonly bucketOwner?: string;
  readonly status: JobStatus;
  readonly failureMessage?: string;
  readonly submitTime: string;
  readonly lastModifiedTime: string;
  readonly endTime?: string;
}

/** Names which request was made with a client token. */
export interface TokenUse {
  readonly arn: string;
  /** Hash of the parameters. */
  readonly request: string;
}

const ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH = 12;

/** Twelve characters of `[a-z0-9]` from random bytes. */
export function jobId(bytes: Uint8Array): string {
  return Array.from(bytes.slice(0, ID_LENGTH), (byte) => ID_CHARACTERS[byte % ID_CHARACTERS.length]).join("");
}

export function jobArn({ region, account }: Place, id: string): string {
  return `arn:aws:bedrock:${region}:${account}:async-invoke/${id}`;
}

/** The folder of the outputs, with the id of the invocation and no slash at the end. */
export function outputFolder({ s3Uri, id }: Pick<Job, "s3Uri" | "id">): string {
  return `${s3Uri.replace(/\/+$/, "")}/${id}`;
}

/** The job as GetAsyncInvoke and ListAsyncInvokes show it. */
export function jobView(job: Job): Record<string, unknown> {
  return {
    invocationArn: job.arn,
    modelArn: job.modelArn,
    ...(job.token === undefined ? {} : { clientRequestToken: job.token }),
    status: job.status,
    ...(job.failureMessage === undefined ? {} : { failureMessage: job.failureMessage.slice(0, 2048) }),
    submitTime: job.submitTime,
    lastModifiedTime: job.lastModifiedTime,
    ...(job.endTime === undefined ? {} : { endTime: job.endTime }),
    outputDataConfig: {
      s3OutputDataConfig: {
        s3Uri: outputFolder(job),
        ...(job.kmsKeyId === undefined ? {} : { kmsKeyId: job.kmsKeyId }),
        ...(job.bucketOwner === undefined ? {} : { bucketOwner: job.bucketOwner }),
      },
    },
  };
}
