import { createReadStream } from "node:fs";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CliError } from "../failure.ts";
import type { LocalFile } from "./local-file.ts";

/** Most of one request to S3. */
const MAX_BYTES = 5 * 1024 ** 3;

/**
 * Uploads a file to a link that the API handed out, for those who have an API key and no AWS.
 * @throws CliError when S3 refuses, or the file is too large for one request
 */
export async function putToLink(
  { url, headers }: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  file: LocalFile,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<void> {
  if (file.sizeBytes > MAX_BYTES)
    throw new CliError(`${file.path} has more than 5 GiB; with --stack it is uploaded in parts.`);
  const request = url.startsWith("https:") ? httpsRequest : httpRequest;
  // The length is sent with it: S3 takes no body whose end is open.
  const upload = request(url, {
    method: "PUT",
    headers: { ...headers, "content-length": file.sizeBytes },
    signal,
  });
  const status = new Promise<number>((resolve, reject) => {
    upload.once("error", reject);
    upload.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      onSent(chunk.length);
      done(null, chunk);
    },
  });
  const [answer] = await Promise.all([
    status,
    pipeline(createReadStream(file.path), counted, upload).catch((error: unknown) => {
      // A refusal may come, and close the line, before all is sent: then the answer counts.
      upload.destroy(error instanceof Error ? error : undefined);
    }),
  ]);
  if (answer < 200 || answer > 299)
    throw new CliError(`S3 refused the upload of ${file.path} with status ${answer}.`);
}
