import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { s3Client } from "./aws-clients.ts";
import type { AwsAccess } from "./connection.ts";
import { CliError } from "./failure.ts";

/** Adds the headers of a signature to those of a request. */
export type Sign = (
  method: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
) => Promise<Record<string, string>>;

/** Signature Version 4 for API Gateway, with the credentials that every other client uses. */
export function signer(aws: AwsAccess): Sign {
  return async (method, url, headers, body) => {
    if (aws.region === undefined)
      throw new CliError("No AWS region is known. Name it with --region or AWS_REGION.");
    const client = await s3Client(aws);
    const signature = new SignatureV4({
      service: "execute-api",
      region: aws.region,
      credentials: client.config.credentials,
      sha256: Sha256,
    });
    const signed = await signature.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: { ...headers, host: url.host },
      body,
    });
    const { host: _, ...sent } = signed.headers;
    return sent;
  };
}

function queryOf({ searchParams }: URL): Record<string, string[]> {
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]),
  );
}

/** Node's own SHA-256 in the form that the signer asks for. */
class Sha256 {
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error("A hash is used once.");
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === "string") return Buffer.from(data, "utf8");
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
