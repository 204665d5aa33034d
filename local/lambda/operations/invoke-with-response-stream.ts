import { buffer } from "node:stream/consumers";
import { type ChunkPipe, createChunkPipe } from "../../chunk-pipe.ts";
import { eventFrame } from "../../event-stream.ts";
import type { Call, Reply } from "../../service.ts";
import { qualifiedName } from "../function-name.ts";
import type { Run } from "../function-runner.ts";
import { invocationType, refuseUnsupported, unsupported } from "../invoke-headers.ts";
import type { LambdaService } from "../lambda-service.ts";
import { parsePayload } from "../payload.ts";
import type { TakeChunk } from "../response-chunk.ts";

/** `POST /2021-11-15/functions/<name>/response-streaming-invocations` */
export async function invokeWithResponseStream(
  call: Call,
  name: string,
  service: LambdaService,
): Promise<Reply> {
  // AWS has no action of its own for it.
  call.caller.authorize("lambda:InvokeFunction", service.arnOf(name));
  const options = service.find(qualifiedName(call, name));
  refuseUnsupported(call);
  const type = invocationType(call);
  if (type === "Event") throw unsupported("InvocationType Event of a streamed invocation");
  const payload = parsePayload((await buffer(call.body)).toString("utf8"), type);
  if (type === "DryRun") return { status: 204 };

  const pipe = createChunkPipe();
  await new Promise<void>((begun, refused) => {
    const take: TakeChunk = ({ bytes }) => {
      begun();
      return pipe.write(payloadChunk(bytes));
    };
    service.stream(options, payload, take, call.requestId).then(
      (run) => {
        complete(pipe, run);
        begun();
      },
      (error: Error) => {
        pipe.fail(error);
        refused(error);
      },
    );
  });
  return {
    status: 200,
    headers: { "content-type": "application/vnd.amazon.eventstream", "x-amz-executed-version": "$LATEST" },
    body: pipe.readable,
  };
}

function complete(pipe: ChunkPipe, run: Run): void {
  // Nobody may have read yet, so the last frame must not be waited for.
  void pipe.write(invokeComplete(run));
  pipe.end();
}

function payloadChunk(bytes: Uint8Array): Buffer {
  const headers = {
    ":message-type": "event",
    ":event-type": "PayloadChunk",
    ":content-type": "application/octet-stream",
  };
  return eventFrame(headers, bytes);
}

function invokeComplete({ failed, payload }: Run): Buffer {
  const headers = {
    ":message-type": "event",
    ":event-type": "InvokeComplete",
    ":content-type": "application/json",
  };
  return eventFrame(headers, JSON.stringify(failed ? { ErrorCode: "Unhandled", ErrorDetails: payload } : {}));
}
