import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Functions } from "../../../local/api-gateway/function-call.ts";
import { answerByFunction, type IntegrationOptions } from "../../../local/api-gateway/integration.ts";
import type { Clock } from "../../../local/clock.ts";
import type { TakeChunk } from "../../../local/lambda/response-chunk.ts";
import { AccessDenied, ServiceError } from "../../../local/service.ts";

const unplanned = () => {
  throw new Error("not planned");
};

/** A clock whose sleepers wake when `ring` is called. */
function alarmClock() {
  let ring = () => {};
  const rung = new Promise<void>((resolve) => {
    ring = resolve;
  });
  const clock: Clock = { now: () => 0, sleep: () => rung };
  return { clock, ring };
}

function optionsWith(functions: Partial<Functions>, clock = alarmClock().clock): IntegrationOptions {
  return {
    functions: { invoke: unplanned, invokeWithResponseStream: unplanned, ...functions },
    clock,
    caller: { name: "gateway", authorize: () => {} },
    decodes: false,
  };
}

const modes = ["BUFFERED", "STREAM"] as const;
const via = (transferMode: (typeof modes)[number]) => ({ functionArn: "arn", transferMode, timeoutMs: 1000 });

describe.each(modes)("%s", (mode) => {
  test("ends with a timeout when the function is silent", async () => {
    const { clock, ring } = alarmClock();
    const silent = () => new Promise<never>(() => {});
    const answer = answerByFunction(
      via(mode),
      "{}",
      optionsWith({ invoke: silent, invokeWithResponseStream: silent }, clock),
    );
    ring();
    await expect(answer).rejects.toMatchObject({ type: "INTEGRATION_TIMEOUT", status: 504 });
  });

  test.each<[string, ServiceError, string]>([
    ["too large", new ServiceError("RequestTooLargeException", "", 413), "REQUEST_TOO_LARGE"],
    ["throttled", new ServiceError("TooManyRequestsException", "", 429), "API_CONFIGURATION_ERROR"],
    ["unknown", new ServiceError("ResourceNotFoundException", "", 404), "API_CONFIGURATION_ERROR"],
  ])("refuses what Lambda refuses as %s", async (_, error, type) => {
    const refuse = () => Promise.reject(error);
    const options = optionsWith({ invoke: refuse, invokeWithResponseStream: refuse });
    await expect(answerByFunction(via(mode), "{}", options)).rejects.toMatchObject({ type });
  });

  test("lets a fault of the host through, for the log", async () => {
    const fault = new TypeError("a fault");
    const options = optionsWith({
      invoke: () => Promise.reject(fault),
      invokeWithResponseStream: () => Promise.reject(fault),
    });
    await expect(answerByFunction(via(mode), "{}", options)).rejects.toBe(fault);
  });

  test("does not call a function without a permission", async () => {
    const caller = {
      name: "gateway",
      authorize: (action: string, resource: string) => {
        throw new AccessDenied("gateway", action, resource);
      },
    };
    await expect(answerByFunction(via(mode), "{}", { ...optionsWith({}), caller })).rejects.toMatchObject({
      type: "API_CONFIGURATION_ERROR",
      status: 500,
    });
  });
});

describe("a stream", () => {
  const metadata = Buffer.from('{"statusCode":200}\0\0\0\0\0\0\0\0');
  const piece = (bytes: Uint8Array) => ({ bytes, contentType: "" });

  test("is cut off at the timeout, and the function is not held up", async () => {
    const { clock, ring } = alarmClock();
    let take: TakeChunk = unplanned;
    const functions = {
      invokeWithResponseStream: (_arn: string, _event: string, given: TakeChunk) => {
        take = given;
        return new Promise<never>(() => {});
      },
    };
    const answer = answerByFunction(via("STREAM"), "{}", optionsWith(functions, clock));
    await take(piece(metadata));
    const { body } = await answer;
    const read = text(body as Readable);
    ring();
    await expect(read).rejects.toThrow("the answer broke off");
    for (let i = 0; i < 10; i += 1) await take(piece(Buffer.alloc(100_000)));
  });

  test("is not made faster than it is read", async () => {
    let take: TakeChunk = unplanned;
    let end: (value: { payload: string }) => void = unplanned;
    const functions = {
      invokeWithResponseStream: (_arn: string, _event: string, given: TakeChunk) => {
        take = given;
        return new Promise<{ payload: string }>((resolve) => {
          end = resolve;
        });
      },
    };
    const answer = answerByFunction(via("STREAM"), "{}", optionsWith(functions));
    await take(piece(metadata));
    const { body } = await answer;
    let taken = false;
    const large = take(piece(Buffer.alloc(1_000_000))).then(() => {
      taken = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBe(false);
    const read = text(body as Readable);
    await large;
    end({ payload: "" });
    expect(await read).toHaveLength(1_000_000);
  });
});
