import { rm } from "node:fs/promises";
import { wallClock } from "../../../local/clock.ts";
import { AccessDenied, type Caller, type Invocation, ServiceError } from "../../../local/service.ts";
import type { EventRecord } from "../../../local/sqs/event-record.ts";
import { type Mapping, type MappingOptions, startMapping } from "../../../local/sqs/event-source-mapping.ts";
import type { QueueOptions } from "../../../local/sqs/stand-in.ts";
import { developer } from "../serve.ts";
import { type Host, openHost, place, temporaryFolder } from "./host.ts";

const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:worker";

let dir: string;
let host: Host;
let queue: { arn: string; url: string };
let mappings: Mapping[];

beforeEach(async () => {
  mappings = [];
  dir = await temporaryFolder();
  host = await openHost(dir, wallClock(50));
});

afterEach(async () => {
  await Promise.all(mappings.map((mapping) => mapping.stop()));
  await host.close();
  await rm(dir, { recursive: true });
});

type Handler = (records: EventRecord[]) => unknown;

/** Maps a queue onto a handler; a handler that throws a ServiceError is one that the host does not run. */
async function map(
  handler: Handler,
  options: Partial<MappingOptions> = {},
  settings: Partial<QueueOptions> = {},
): Promise<Mapping> {
  queue = await host.sqs.createQueue({ name: "work", visibilityTimeoutSec: 43_200, ...settings });
  const invoke = async (name: string, payload: string): Promise<Invocation> => {
    expect(name).toBe(FUNCTION);
    try {
      const answer = await handler((JSON.parse(payload) as { Records: EventRecord[] }).Records);
      return { payload: JSON.stringify(answer ?? null) };
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      return { payload: JSON.stringify({ errorMessage: String(error) }), functionError: "Unhandled" };
    }
  };
  const mapping = startMapping({
    sqs: host.sqs,
    functions: { invoke },
    queueArn: queue.arn,
    functionArn: FUNCTION,
    region: place.region,
    batchSize: 10,
    batchingWindowSec: 0,
    reportBatchItemFailures: false,
    caller: developer,
    ...options,
  });
  mappings.push(mapping);
  return mapping;
}

const send = (...bodies: string[]) => {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  return host.sqs.execute("SendMessageBatch", { QueueUrl: queue.url, Entries }, developer);
};

async function counts(): Promise<{ visible: string; inFlight: string }> {
  const request = { QueueUrl: queue.url, AttributeNames: ["All"] };
  const answer = await host.sqs.execute("GetQueueAttributes", request, developer);
  const { Attributes } = answer as { Attributes: Record<string, string> };
  return {
    visible: Attributes["ApproximateNumberOfMessages"] ?? "",
    inFlight: Attributes["ApproximateNumberOfMessagesNotVisible"] ?? "",
  };
}

/** Waits until `condition` holds. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const drained = async () => {
  const { visible, inFlight } = await counts();
  return visible === "0" && inFlight === "0";
};

describe("an event source mapping", () => {
  it("gives each message to the function and deletes it after success", async () => {
    const seen: EventRecord[] = [];
    await map((records) => void seen.push(...records));
    await send("a", "b", "c");
    await until(drained);
    await send("d");
    await until(async () => seen.length >= 4 && (await drained()));
    expect(seen.map(({ body }) => body)).toEqual(["a", "b", "c", "d"]);
    expect(seen[0]).toMatchObject({
      eventSource: "aws:sqs",
      eventSourceARN: queue.arn,
      awsRegion: "eu-west-1",
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: "developer",
      },
    });
  });

  it("takes messages that were there before it", async () => {
    const seen: string[] = [];
    const first = await map((records) => void seen.push(...records.map(({ body }) => body)));
    await first.stop();
    await send("waiting");
    await map((records) => void seen.push(...records.map(({ body }) => body)));
    await until(drained);
    expect(seen).toEqual(["waiting"]);
  });

  it("leaves the batch to its visibility timeout when the handler throws, until it goes to the dead letters", async () => {
    const dead = await host.sqs.createQueue({ name: "dead" });
    const tries: string[] = [];
    await map(
      ([record]) => {
        tries.push(record?.attributes["ApproximateReceiveCount"] ?? "");
        throw new Error("cannot");
      },
      {},
      { visibilityTimeoutSec: 1, redrive: { deadLetterArn: dead.arn, maxReceiveCount: 3 } },
    );
    await send("poison");
    const letter = await host.sqs.execute(
      "ReceiveMessage",
      { QueueUrl: dead.url, WaitTimeSeconds: 20 },
      developer,
    );
    expect(letter).toMatchObject({ Messages: [{ Body: "poison" }] });
    expect(tries).toEqual(["1", "2", "3"]);
  });

  it("deletes all but the failed messages of a batch", async () => {
    await map(
      (records) => ({
        batchItemFailures: records
          .filter(({ body }) => body === "bad")
          .map(({ messageId }) => ({ itemIdentifier: messageId })),
      }),
      { reportBatchItemFailures: true },
    );
    await send("good", "bad", "good too");
    await until(async () => (await counts()).inFlight === "1");
    expect((await counts()).visible).toBe("0");
  });

  it("ignores a list of failures that it was not told to read", async () => {
    await map((records) => ({
      batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
    }));
    await send("a", "b");
    await until(drained);
  });

  it("never has more batches in flight than its maximum", async () => {
    let now = 0;
    let most = 0;
    let done = 0;
    await map(
      async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 5));
        now--;
        done++;
      },
      { batchSize: 1, maximumConcurrency: 2 },
    );
    for (let n = 0; n < 3; n++) await send("a", "b", "c", "d", "e");
    await until(drained);
    expect({ most, done }).toEqual({ most: 2, done: 15 });
  });

  it("never gives more than the batch size at once", async () => {
    const sizes: number[] = [];
    const first = await map(() => undefined);
    await first.stop();
    await send("a", "b", "c", "d", "e", "f", "g");
    await map((records) => void sizes.push(records.length), { batchSize: 3 });
    await until(drained);
    expect(sizes).toEqual([3, 3, 1]);
  });

  it("collects a batch over its window", async () => {
    const batches: string[][] = [];
    await map((records) => void batches.push(records.map(({ body }) => body)), {
      batchSize: 100,
      batchingWindowSec: 60,
    });
    for (const body of ["a", "b", "c", "d"]) await send(body);
    await until(drained);
    expect(batches).toEqual([["a", "b", "c", "d"]]);
  });

  it("gives a full batch before the window is over", async () => {
    const batches: number[] = [];
    await map((records) => void batches.push(records.length), { batchSize: 12, batchingWindowSec: 300 });
    await send("a", "b", "c", "d", "e", "f");
    await send("g", "h", "i", "j", "k", "l");
    await until(drained);
    expect(batches).toEqual([12]);
  });

  it("splits what is larger than one invocation may carry", async () => {
    const sizes: number[] = [];
    const first = await map(() => undefined);
    await first.stop();
    for (let n = 0; n < 8; n++) await send("x".repeat(1_000_000));
    await map((records) => void sizes.push(records.length));
    await until(drained);
    expect(sizes).toEqual([6, 2]);
  });

  it("tries a throttled batch again, without another receive and not in a tight loop", async () => {
    const throttled = new ServiceError("TooManyRequestsException", "Rate Exceeded.", 429);
    let tries = 0;
    const times: number[] = [];
    const counted: (string | undefined)[] = [];
    await map(([record]) => {
      times.push(host.sqs.clock.now());
      if (++tries < 5) throw throttled;
      counted.push(record?.attributes["ApproximateReceiveCount"]);
    });
    await send("x");
    await until(drained);
    expect(counted).toEqual(["1"]);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(waits.map((wait, index) => wait >= 100 * 2 ** index)).toEqual([true, true, true, true]);
  });

  it("gives a throttled batch up when its visibility timeout is over", async () => {
    const throttled = new ServiceError("TooManyRequestsException", "Rate Exceeded.", 429);
    const counted: string[] = [];
    await map(
      ([record]) => {
        const count = record?.attributes["ApproximateReceiveCount"] ?? "";
        if (count === "1") throw throttled;
        counted.push(count);
      },
      {},
      { visibilityTimeoutSec: 2 },
    );
    await send("x");
    await until(drained);
    expect(counted[0]).toBe("2");
  });

  it("ends its batches when it stops, and takes no more", async () => {
    let finish = () => {};
    const started: string[] = [];
    const mapping = await map(async ([record]) => {
      started.push(record?.body ?? "");
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await send("running");
    await until(() => started.length === 1);
    const stopped = mapping.stop();
    await send("too late");
    finish();
    await stopped;
    expect(await counts()).toEqual({ visible: "1", inFlight: "0" });
    expect(started).toEqual(["running"]);
  });

  it.each(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"])(
    "does not start without the right to %s",
    async (missing) => {
      const caller: Caller = {
        name: "role",
        authorize(action, resource) {
          if (action === missing) throw new AccessDenied("role", action, resource);
        },
      };
      await expect(map(() => undefined, { caller })).rejects.toMatchObject({
        action: missing,
        resource: "arn:aws:sqs:eu-west-1:123456789012:work",
      });
    },
  );

  it.each<Partial<MappingOptions>>([
    { batchSize: 0 },
    { batchSize: 11 },
    { batchSize: 10_001, batchingWindowSec: 1 },
    { batchingWindowSec: 301 },
    { maximumConcurrency: 1 },
    { maximumConcurrency: 1001 },
  ])("does not start with %j", async (options) => {
    await expect(map(() => undefined, options)).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
  });
});
