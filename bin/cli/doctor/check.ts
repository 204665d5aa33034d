import type { Api } from "../api.ts";
import type { AwsAccess, Connection } from "../connection.ts";
import type { CliIo } from "../io.ts";

/** What the checks look at. */
export interface Patient {
  readonly io: CliIo;
  readonly connection: Connection;
  readonly api: Api;
}

/** Something that has to be right. */
export interface Check {
  readonly name: string;
  /**
   * What was seen, when it is right.
   * @throws Wrong, Skipped; any other error is a wrong too
   */
  look(patient: Patient): Promise<string>;
}

export interface Finding {
  readonly name: string;
  readonly result: "ok" | "wrong" | "skipped";
  readonly seen: string;
  /** What the person can do. */
  readonly todo?: string;
}

export class Wrong extends Error {
  override readonly name = "Wrong";
  readonly todo: string;

  constructor(seen: string, todo: string) {
    super(seen);
    this.todo = todo;
  }
}

/** It cannot be looked at from here; the text says why. */
export class Skipped extends Error {
  override readonly name = "Skipped";
}

/** @throws Skipped when AWS is not known */
export function awsIn({ connection }: Patient): AwsAccess {
  if (connection.aws === undefined) throw new Skipped("only the API is known; name the stack with --stack");
  return connection.aws;
}

/** @throws Skipped for a local host, which has no such thing */
export function cloudIn(patient: Patient): AwsAccess {
  const aws = awsIn(patient);
  if (aws.endpoint !== undefined) throw new Skipped("a local host has none");
  return aws;
}
