import { buffer } from "node:stream/consumers";
import type { Call, Reply } from "../../service.ts";
import { qualifiedName } from "../function-name.ts";
import { invocationType, refuseUnsupported } from "../invoke-headers.ts";
import type { LambdaService } from "../lambda-service.ts";
import { parsePayload } from "../payload.ts";

/** `POST /2015-03-31/functions/<name>/invocations` */
export async function invoke(call: Call, name: string, service: LambdaService): Promise<Reply> {
  call.caller.authorize("lambda:InvokeFunction", service.arnOf(name));
  const options = service.find(qualifiedName(call, name));
  refuseUnsupported(call);
  const type = invocationType(call);
  const payload = parsePayload((await buffer(call.body)).toString("utf8"), type);

  if (type === "DryRun") return { status: 204 };
  if (type === "Event") {
    service.addEvent(options, payload, call.requestId);
    return { status: 202 };
  }
  const run = await service.run(options, payload, call.requestId);
  return {
    status: 200,
    headers: {
      "x-amz-executed-version": "$LATEST",
      // A handler's error is an answer like any other: only this header tells them apart.
      ...(run.failed ? { "x-amz-function-error": "Unhandled" } : {}),
    },
    body: run.payload,
  };
}
