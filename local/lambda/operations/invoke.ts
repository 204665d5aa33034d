import { buffer } from "node:stream/consumers";
import { type Call, type Reply, ServiceError } from "../../service.ts";
import { qualifiedName } from "../function-name.ts";
import type { LambdaService } from "../lambda-service.ts";
import { type InvocationType, parsePayload } from "../payload.ts";

/** `POST /2015-03-31/functions/<name>/invocations` */
export async function invoke(call: Call, name: string, service: LambdaService): Promise<Reply> {
  call.caller.authorize("lambda:InvokeFunction", service.arnOf(name));
  const options = service.find(qualifiedName(call, name));
  refuse(call, "x-amz-client-context");
  refuse(call, "x-amz-tenant-id");
  refuse(call, "x-amz-durable-execution-name");
  const logType = call.headers["x-amz-log-type"] ?? "None";
  if (logType !== "None") throw unsupported(`LogType ${logType}`);
  const type = invocationType(call.headers["x-amz-invocation-type"] ?? "RequestResponse");
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

function invocationType(text: string): InvocationType {
  if (text === "RequestResponse" || text === "Event" || text === "DryRun") return text;
  throw new ServiceError(
    "InvalidParameterValueException",
    `Value '${text}' at 'invocationType' failed to satisfy constraint: ` +
      "Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
    400,
    { Type: "User" },
  );
}

function refuse(call: Call, header: string): void {
  if (call.headers[header] !== undefined) throw unsupported(`Header ${header}`);
}

const unsupported = (what: string) =>
  new ServiceError("InvalidParameterValueException", `${what} is not supported by the local host.`, 400, {
    Type: "User",
  });
