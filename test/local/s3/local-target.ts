import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { S3Client } from "@aws-sdk/client-s3";
import { type Clock, wallClock } from "../../../local/clock.ts";
import { createS3, type S3StandIn } from "../../../local/s3/stand-in.ts";
import { AccessDenied, type BusEvent, type Caller } from "../../../local/service.ts";
import { openStore } from "../../../local/store.ts";
import { developer, dummyCredentials, serve } from "../serve.ts";

export const place = { account: "123456789012", region: "us-east-1" };

/** The stand-in on a folder of its own, behind a port. */
export interface LocalTarget {
  readonly s3: S3StandIn;
  readonly client: S3Client;
  readonly endpoint: string;
  readonly dir: string;
  /** What reached the bus. */
  readonly events: BusEvent[];
  /** Files that hold bodies. */
  bodyFiles(): Promise<string[]>;
  /** Stops; the folder stays for a next start. */
  stop(): Promise<void>;
  /** Stops and removes the folder. */
  close(): Promise<void>;
}

export interface LocalOptions {
  readonly dir?: string;
  readonly caller?: Caller;
  readonly clock?: Clock;
  readonly emit?: (event: BusEvent) => Promise<void>;
  readonly region?: string;
}

export async function openLocal(options: LocalOptions = {}): Promise<LocalTarget> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), "s3-")));
  const store = await openStore(dir);
  const events: BusEvent[] = [];
  const s3 = await createS3({
    store,
    clock: options.clock ?? wallClock(),
    place: { ...place, region: options.region ?? place.region },
    emit:
      options.emit ??
      (async (event) => {
        events.push(event);
      }),
  });
  const port = await serve(s3, options.caller ?? developer);
  const client = new S3Client({
    endpoint: port.endpoint,
    region: options.region ?? place.region,
    credentials: dummyCredentials,
    maxAttempts: 1,
  });
  const stop = async () => {
    client.destroy();
    await port.close();
    await s3.close();
    await store.close();
  };
  return {
    s3,
    client,
    endpoint: port.endpoint,
    dir,
    events,
    bodyFiles: () => readdir(join(dir, "objects")),
    stop,
    async close() {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Waits until `count` events reached the bus; the limit of the test ends the wait for ever. */
export async function eventsOf(target: LocalTarget, count: number): Promise<BusEvent[]> {
  while (target.events.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return target.events;
}

export interface RawReply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** Sends exactly this request target: clients that build URLs would normalize it. */
export async function raw(
  target: LocalTarget,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string | Uint8Array } = {},
): Promise<RawReply> {
  const url = new URL(target.endpoint);
  const length = { "content-length": String(Buffer.byteLength(body ?? "")) };
  const framing = body === undefined || headers["transfer-encoding"] ? {} : length;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: url.hostname, port: url.port, method, path, headers: { ...framing, ...headers }, agent: false },
      (response) => {
        buffer(response).then(
          (read) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: read }),
          reject,
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** Text of the first element of this name. */
export function xmlText(reply: RawReply, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(reply.body.toString())?.[1];
}

/** May do only what is listed: `action resource`, with `*` at the end of a resource. */
export function callerWith(...grants: readonly string[]): Caller {
  return {
    name: "role",
    authorize(action, resource) {
      const allowed = grants.some((grant) => {
        const [grantedAction, pattern = ""] = grant.split(" ");
        if (grantedAction !== action) return false;
        return pattern.endsWith("*") ? resource.startsWith(pattern.slice(0, -1)) : resource === pattern;
      });
      if (!allowed) throw new AccessDenied("role", action, resource);
    },
  };
}
