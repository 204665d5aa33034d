import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { dynamoDbApiKeys } from "../../lambda/adapters/query/api-keys.ts";
import type { VideoItem } from "../../lambda/contracts/items.ts";
import type { ApiKeyItem } from "../../lambda/contracts/library-items.ts";
import { API_KEY_BYTES, apiKeySecret } from "../../lambda/domain/api-key.ts";
import { apiKeyHash } from "../../lambda/keys.ts";
import type { HostOptions } from "../../local/host.ts";
import { type RunningHost, runningHost } from "../running-host.ts";

/** What came back for a request. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; undefined where it is none. */
  readonly body: unknown;
}

/** The local host with its API and helpers to fill it. */
export interface SampleHost {
  readonly cloud: RunningHost;
  /** Opens everything. */
  readonly apiKey: string;
  /** A key as somebody may have it; what is not given is read and write, for ever and for all indexes. */
  key(item?: Partial<ApiKeyItem>): Promise<string>;
  /** Puts a sample, or given bytes, into the folder of an index and waits for its results. */
  put(folder: string, name: string, bytes?: Uint8Array): Promise<VideoItem>;
  request(path: string, init?: RequestInit): Promise<ApiResponse>;
  /** The body of an answer that must be a success. */
  post(path: string, body: unknown): Promise<unknown>;
  get(path: string): Promise<unknown>;
  close(): Promise<void>;
}

export const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));

export async function sampleHost(options: Partial<HostOptions> = {}): Promise<SampleHost> {
  const cloud = await runningHost({ onWarning: () => {}, ...options });
  const keys = dynamoDbApiKeys(cloud.table, cloud.output("TableName"));
  const key = async (item: Partial<ApiKeyItem> = {}) => {
    const secret = apiKeySecret(randomBytes(API_KEY_BYTES));
    const createdAt = new Date().toISOString();
    await keys.create({
      name: "test",
      scopes: ["read", "write"],
      createdAt,
      ...item,
      keyHash: apiKeyHash(secret),
    });
    return secret;
  };
  const apiKey = await key();
  const request = async (path: string, { headers, ...init }: RequestInit = {}) => {
    const response = await fetch(`${cloud.host.endpoint}${path}`, {
      ...init,
      headers: { "x-api-key": apiKey, ...(headers as Record<string, string> | undefined) },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: jsonIn(text) };
  };
  const successful = async (path: string, init?: RequestInit) => {
    const { status, body, text } = await request(path, init);
    if (status >= 300)
      throw new Error(`${init?.method ?? "GET"} ${path} was answered with ${status}: ${text}`);
    return body;
  };
  return {
    cloud,
    apiKey,
    key,
    request,
    get: (path) => successful(path),
    post: (path, body) =>
      successful(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    async put(folder, name, bytes) {
      const Key = `videos/${folder}/${name}`;
      const Body = bytes ?? (await readFile(sample(name)));
      await cloud.s3.send(new PutObjectCommand({ Bucket: cloud.output("VideosBucket"), Key, Body }));
      return cloud.ended(Key);
    },
    close: () => cloud.close(),
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
