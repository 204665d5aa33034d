import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { s3Objects, s3Videos } from "../../lambda/adapters/s3-objects.ts";
import type { VideoObject } from "../../lambda/ports.ts";
import { aRunInput } from "../factories.ts";
import { callerWith, type LocalTarget, openLocal } from "../local/s3/local-target.ts";
import { openTarget, type Target } from "../local/s3/target.ts";
import { dummyCredentials } from "../local/serve.ts";

const KEY = "answers/0123/pegasus-1.2/4567.json";

describe("the work bucket", () => {
  let target: Target;
  let bucket: string;
  beforeAll(async () => {
    target = await openTarget();
    bucket = await target.newBucket("versioned");
  });
  afterAll(() => target.close());
  const objects = () => s3Objects(target.client, bucket);

  it("has nothing under a key that was never written", async () => {
    expect(await objects().getText("answers/none")).toBeUndefined();
    expect(await objects().getStream("answers/none")).toBeUndefined();
    expect(await objects().exists("answers/none")).toBe(false);
  });

  it("gives back what was put, whatever letters it has", async () => {
    await objects().put("answers/text", 'naïve 😀 "quoted"\n');
    expect(await objects().getText("answers/text")).toBe('naïve 😀 "quoted"\n');
    expect(await objects().exists("answers/text")).toBe(true);
    const { ContentType } = await target.client.send(
      new GetObjectCommand({ Bucket: bucket, Key: "answers/text" }),
    );
    expect(ContentType).toBe("application/json");
  });

  it("lets the first write stand", async () => {
    expect(await objects().putOnce(KEY, "first")).toBe(true);
    expect(await objects().putOnce(KEY, "second")).toBe(false);
    expect(await objects().getText(KEY)).toBe("first");
  });

  it("lets one of ten writes win", async () => {
    const write = (_: unknown, at: number) => objects().putOnce("answers/race", String(at));
    const settled = await Promise.allSettled(Array.from({ length: 10 }, write));
    const won = settled.filter((each) => each.status === "fulfilled" && each.value);
    expect(won).toHaveLength(1);
    // Who met another write in its way does not know how it ended, and comes again.
    for (const each of settled)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ name: "TemporaryError" });
  });

  it("streams an object of megabytes in pieces", async () => {
    await objects().put("embeddings/output.json", "0123456789".repeat(300_000));
    const sizes: number[] = [];
    for await (const chunk of (await objects().getStream("embeddings/output.json")) ?? [])
      sizes.push(chunk.length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3_000_000);
    expect(sizes.length).toBeGreaterThan(1);
  });
});

describe("an uploaded video", () => {
  let target: Target;
  let bucket: string;
  beforeAll(async () => {
    target = await openTarget();
    bucket = await target.newBucket("versioned");
  });
  afterAll(() => target.close());

  const put = async (key: string, text: string, metadata: Record<string, string> = {}) => {
    const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, Metadata: metadata });
    return (await target.client.send(command)).VersionId ?? "";
  };
  const opened = async (key: string, versionId: string): Promise<VideoObject> => {
    const object = await s3Videos(target.client).open(aRunInput({ bucket, key, versionId }));
    if (object === undefined) throw new Error("the version is gone");
    return object;
  };
  const read = async (object: VideoObject, start: number, end: number) =>
    Buffer.from(await object.read(start, end)).toString();

  it("is read in ranges, end excluded", async () => {
    const versionId = await put("videos/a b+c%.mp4", "0123456789");
    const object = await opened("videos/a b+c%.mp4", versionId);
    expect(object.sizeBytes).toBe(10);
    expect(await read(object, 0, 4)).toBe("0123");
    expect(await read(object, 8, 10)).toBe("89");
  });

  it("is read in the version of the run, whatever was uploaded since", async () => {
    const first = await put("videos/beach.mp4", "first");
    await put("videos/beach.mp4", "a second version");
    const object = await opened("videos/beach.mp4", first);
    expect([object.sizeBytes, await read(object, 0, 5)]).toEqual([5, "first"]);
  });

  it("tells what was given with it", async () => {
    const described = await put("videos/described.mp4", "x", { Camera: "front", "shot-by": "a b" });
    expect((await opened("videos/described.mp4", described)).metadata).toEqual({
      camera: "front",
      "shot-by": "a b",
    });
    const plain = await put("videos/plain.mp4", "x");
    expect((await opened("videos/plain.mp4", plain)).metadata).toEqual({});
  });

  it("is missing when its key or its version is", async () => {
    const versionId = await put("videos/once.mp4", "x");
    const videos = s3Videos(target.client);
    expect(await videos.open(aRunInput({ bucket, key: "videos/never.mp4", versionId }))).toBeUndefined();
  });
});

describe("S3 that denies", () => {
  let target: LocalTarget;
  const BUCKET = "work-bucket";
  beforeAll(async () => {
    target = await openLocal({ caller: callerWith(`s3:CreateBucket arn:aws:s3:::${BUCKET}`) });
    await target.client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });
  afterAll(() => target.close());

  it.each([
    ["reading", "s3:GetObject", () => s3Objects(target.client, BUCKET).getText(KEY)],
    ["streaming", "s3:GetObject", () => s3Objects(target.client, BUCKET).getStream(KEY)],
    ["looking", "s3:GetObject", () => s3Objects(target.client, BUCKET).exists(KEY)],
    ["writing", "s3:PutObject", () => s3Objects(target.client, BUCKET).put(KEY, "x")],
    ["writing once", "s3:PutObject", () => s3Objects(target.client, BUCKET).putOnce(KEY, "x")],
    [
      "opening a video",
      "s3:GetObjectVersion",
      () => s3Videos(target.client).open(aRunInput({ bucket: BUCKET, key: KEY, versionId: "v1" })),
    ],
  ])("%s names the action and the resource", async (_, action, call) => {
    const resource = `arn:aws:s3:::${BUCKET}/${KEY}`;
    await expect(call()).rejects.toMatchObject({
      name: "PermanentError",
      code: "ACCESS_DENIED",
      detail: expect.stringMatching(new RegExp(`${action}\\b.*${resource.replaceAll(".", "\\.")}`)),
    });
  });
});

describe("S3 that fails", () => {
  let server: Server;
  let client: S3Client;
  const answering = async (listener: RequestListener) => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    client = new S3Client({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: "us-east-1",
      credentials: dummyCredentials,
      maxAttempts: 1,
      requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true },
    });
    return s3Objects(client, "work-bucket");
  };
  afterEach(async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const temporary = { name: "TemporaryError", code: "INTERNAL" };
  const error = (status: number, code: string): RequestListener => {
    return (_, response) => response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
  };

  it.each([
    ["is busy", error(503, "SlowDown")],
    ["has a fault", error(500, "InternalError")],
    ["does not answer", () => {}],
    ["drops the connection", (request) => request.socket.destroy()],
    ["met another write under the key", error(409, "ConditionalRequestConflict")],
  ] satisfies [string, RequestListener][])("because it %s may succeed later", async (_, listener) => {
    const objects = await answering(listener);
    await expect(objects.putOnce(KEY, "x")).rejects.toMatchObject(temporary);
  });

  it.each(["getText", "getStream"] as const)(
    "in the middle of an answer may succeed later (%s)",
    async (method) => {
      const objects = await answering((_, response) => {
        response.writeHead(200, { "content-length": "1000" }).write("the first few bytes");
        setTimeout(() => response.destroy(), 5);
      });
      const whole = async () => {
        const body = await objects[method](KEY);
        if (typeof body !== "string") for await (const _ of body ?? []);
      };
      await expect(whole()).rejects.toMatchObject(temporary);
    },
  );

  it("in a way that nobody foresaw is passed on as it is", async () => {
    const objects = await answering(error(400, "InvalidRequest"));
    await expect(objects.getText(KEY)).rejects.toMatchObject({ name: "InvalidRequest" });
  });
});
