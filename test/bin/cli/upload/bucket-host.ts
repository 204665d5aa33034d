import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { writeHostFile } from "../../../../bin/local/host-file.ts";
import { wallClock } from "../../../../local/clock.ts";
import { openPort } from "../../../../local/port.ts";
import { createS3 } from "../../../../local/s3/stand-in.ts";
import { openStore } from "../../../../local/store.ts";
import { developer, dummyCredentials } from "../../../local/serve.ts";
import { json, type Played } from "../played-api.ts";

export const BUCKET = "videos-bucket";

/** A data folder in which a host seems to be up: an S3 stand-in with a played API beside it. */
export interface BucketHost {
  readonly client: S3Client;
  /** To be given to the command. */
  readonly argv: readonly string[];
  /** For the command's notes on uploads that are not finished. */
  readonly env: Readonly<Record<string, string>>;
  /** Requests to S3 so far: the operation, with the number of a part. */
  readonly sent: string[];
  /** Is called for every request to S3, before it is answered. */
  onSent: (sent: string) => void;
  /** A file with bytes that differ everywhere. */
  file(name: string, sizeBytes: number): Promise<string>;
  close(): Promise<void>;
}

export async function bucketHost(routes: Readonly<Record<string, Played>>): Promise<BucketHost> {
  const dir = await mkdtemp(join(tmpdir(), "reelbase-cli-"));
  const store = await openStore(join(dir, "store"));
  const place = { account: "123456789012", region: "us-east-1" };
  const s3 = await createS3({ store, clock: wallClock(), place, emit: async () => {} });
  const sent: string[] = [];
  let host: BucketHost;
  const port = await openPort(0, async (request) => {
    const { method, path, query, headers, body } = request;
    if (!path.startsWith("/v1.2")) {
      const part = new URLSearchParams(query).get("partNumber");
      const name = part === null ? `${method}${query === "" ? "" : " uploads"}` : `part ${part}`;
      sent.push(name);
      host.onSent(name);
      return s3.handle({ ...request, caller: developer });
    }
    const route = routes[`${method} ${path.slice("/v1.2".length)}`];
    if (route === undefined) return json(404, { code: "resource_not_exists", message: path });
    const given = await text(body);
    const played = route({
      method,
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers,
      body: given === "" ? undefined : JSON.parse(given),
    });
    return "reply" in played ? played.reply : json(200, played);
  });
  const client = new S3Client({
    endpoint: port.endpoint,
    region: place.region,
    credentials: dummyCredentials,
    forcePathStyle: true,
  });
  host = {
    client,
    argv: ["--data", dir],
    env: { XDG_CACHE_HOME: join(dir, "cache") },
    sent,
    onSent: () => {},
    async file(name, sizeBytes) {
      const bytes = Buffer.alloc(sizeBytes);
      for (let at = 0; at + 4 <= sizeBytes; at += 4096) bytes.writeUInt32LE(at, at);
      const path = join(dir, name);
      await writeFile(path, bytes);
      return path;
    },
    async close() {
      client.destroy();
      await port.close();
      await s3.close();
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  sent.length = 0;
  const outputs = { VideosBucket: BUCKET, TableName: "catalog" };
  const { region } = place;
  await writeHostFile(dir, { endpoint: port.endpoint, region, outputs, apiKey: "rb_test", pid: process.pid });
  return host;
}
