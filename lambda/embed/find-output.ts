import { invocationIdOf, OUTPUT_FILE } from "../keys.ts";
import type { AsyncStatus, ObjectStore } from "../ports.ts";

/** How long a completed invocation may be without its output before it counts as lost. */
export const OUTPUT_GRACE_MS = 15 * 60 * 1000;

export interface OutputPorts {
  readonly work: Pick<ObjectStore, "exists">;
  readonly workBucket: string;
}

/** An invocation, and where it was told to write. */
export interface OutputPlace {
  readonly invocationArn: string;
  readonly outputPrefix: string;
}

type Completed = Extract<AsyncStatus, { status: "Completed" }>;

/**
 * The key of a completed invocation's output, or undefined when it is not there. Bedrock's own word for the place
 * comes first; it already has the invocation's id in it.
 */
export async function findOutput(
  { work, workBucket }: OutputPorts,
  { invocationArn, outputPrefix }: OutputPlace,
  { outputUri }: Completed,
): Promise<string | undefined> {
  const bucketUri = `s3://${workBucket}/`;
  const told = outputUri.startsWith(bucketUri)
    ? [`${outputUri.slice(bucketUri.length).replace(/\/$/, "")}/${OUTPUT_FILE}`]
    : [];
  for (const key of [...told, `${outputPrefix}/${invocationIdOf(invocationArn)}/${OUTPUT_FILE}`]) {
    if (await work.exists(key)) return key;
  }
  return undefined;
}
