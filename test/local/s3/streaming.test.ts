import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { openLocal } from "./local-target.ts";

const PIECE = 64 * 1024;
const PIECES = 1024;

/** The same bytes every time, made while they are sent. */
function* pieces(): Generator<Buffer> {
  for (let number = 0; number < PIECES; number++) {
    const piece = Buffer.alloc(PIECE, number & 0xff);
    piece.writeUInt32LE(number);
    yield piece;
  }
}

/** A machine that is busy with other tests needs its time. */
const LIMIT_MS = 120_000;

test(
  "carries 64 MB through the chunked encoding to disk and back",
  async () => {
    const local = await openLocal();
    await local.s3.createBucket({ name: "holiday", versioned: true, eventBridge: false });
    const expected = createHash("sha256");
    for (const piece of pieces()) expected.update(piece);
    const sum = expected.digest("hex");

    const address = { Bucket: "holiday", Key: "large.mp4" };
    await local.client.send(
      new PutObjectCommand({ ...address, Body: Readable.from(pieces()), ContentLength: PIECE * PIECES }),
    );
    const caller = { name: "test", authorize: () => {} };
    const file = await local.s3.open({ bucket: "holiday", key: "large.mp4" }, caller);
    expect(await hashOf(createReadStream(file.path))).toBe(sum);
    const { Body } = await local.client.send(new GetObjectCommand(address));
    expect(await hashOf(Body as Readable)).toBe(sum);
    await local.close();
  },
  LIMIT_MS,
);

async function hashOf(stream: Readable): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of stream) hash.update(piece);
  return hash.digest("hex");
}
