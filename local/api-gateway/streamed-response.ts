import { createChunkPipe } from "../chunk-pipe.ts";
import type { Clock } from "../clock.ts";
import type { Reply } from "../service.ts";
import { badGateway } from "./buffered-response.ts";
import { type Functions, refused } from "./function-call.ts";
import { Refusal } from "./response-types.ts";
import { createMetadataReader } from "./stream-metadata.ts";

export interface StreamOptions {
  readonly functions: Functions;
  readonly functionArn: string;
  /** The proxy event, as JSON. */
  readonly event: string;
  readonly clock: Clock;
  /** Time for the whole answer, not only for its beginning. */
  readonly timeoutMs: number;
}

/**
 * Answers as soon as the function has written its metadata, and hands on each later piece at once. What goes wrong
 * after that cannot change the status any more: the answer breaks off.
 * @throws Refusal for what goes wrong before
 */
export function streamedResponse(options: StreamOptions): Promise<Reply> {
  const { functions, functionArn, event, clock, timeoutMs } = options;
  const pipe = createChunkPipe();
  const reader = createMetadataReader();
  const ended = new AbortController();
  return new Promise<Reply>((resolve, reject) => {
    let begun = false;
    const fail = (refusal: unknown) => {
      reject(refusal);
      pipe.fail(new Error("the answer broke off"));
    };
    const take = async (bytes: Uint8Array) => {
      if (begun) return pipe.write(bytes);
      const head = readHead(bytes);
      if (head === undefined) return;
      begun = true;
      resolve({ ...head.metadata, body: pipe.readable });
      await pipe.write(head.rest);
    };
    const readHead = (bytes: Uint8Array) => {
      if (pipe.readable.destroyed) return undefined;
      try {
        return reader.read(bytes);
      } catch (error) {
        fail(error);
        return undefined;
      }
    };
    void clock.sleep(timeoutMs, ended.signal).then(() => {
      if (!ended.signal.aborted) fail(new Refusal("INTEGRATION_TIMEOUT"));
    });
    functions
      .invokeWithResponseStream(functionArn, event, ({ bytes }) => take(bytes))
      .then(({ functionError }) => {
        if (functionError !== undefined || !begun) fail(badGateway());
        else pipe.end();
      })
      .catch((error: unknown) => fail(refused(error)))
      .finally(() => ended.abort());
  });
}
