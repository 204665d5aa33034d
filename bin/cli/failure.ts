import { types } from "node:util";
import { systemSentence } from "../../local/assembly/system-error.ts";

/** Exit codes of the command: fine, failed, wrong use, nothing found. */
export const EXIT = { fine: 0, failed: 1, usage: 2, nothing: 3, interrupted: 130 } as const;

/** Something that was expected to go wrong now and then; the text says what, and what to do. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: number;

  constructor(
    message: string,
    { exitCode = EXIT.failed, cause }: { exitCode?: number; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}

/** What the person typed cannot be followed. */
export const usageError = (message: string) => new CliError(message, { exitCode: EXIT.usage });

/** The line for standard error and the exit code. Only what nobody expected keeps its trace. */
export function failureOf(error: unknown): { readonly line: string; readonly exitCode: number } {
  const failed = (text: string, exitCode: number = EXIT.failed) => ({ line: `reelbase: ${text}`, exitCode });
  if (error instanceof CliError) return failed(error.message, error.exitCode);
  if (!types.isNativeError(error)) return failed(String(error));
  // The finder of files, which `npm start` has in common with `put`.
  if (error.name === "UsageError") return failed(error.message, EXIT.usage);
  const service = serviceSentence(error);
  if (service !== undefined) return failed(service);
  const file = fileSentence(error);
  return failed(file ?? error.stack ?? error.message);
}

/** What an AWS service refused, in its own words, and what the person can do where that is known. */
export function serviceSentence(error: Error): string | undefined {
  if (error.name === "CredentialsProviderError")
    return "No AWS credentials were found. Sign in with aws configure or aws sso login, or name a profile in AWS_PROFILE.";
  if (error.message === "Region is missing")
    return "No AWS region is known. Name it with --region or AWS_REGION.";
  if (error.name === "TimeoutError" || /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(error.message))
    return `AWS could not be reached: ${error.message}.`;
  // The adapters tell a fault of a service by their own classes, which keep it as the cause.
  if (types.isNativeError(error.cause) && "$metadata" in error.cause) return serviceSentence(error.cause);
  return "$metadata" in error ? `AWS answered ${error.name}: ${error.message}` : undefined;
}

function fileSentence(error: Error): string | undefined {
  const { path, code } = error as NodeJS.ErrnoException;
  const sentence = code === "ENOENT" ? "it is not there" : systemSentence(error);
  if (sentence === undefined) return undefined;
  return `${path === undefined ? "" : `${path}: `}${sentence}.`;
}
