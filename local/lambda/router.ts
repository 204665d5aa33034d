import { type Call, type Reply, ServiceError } from "../service.ts";
import type { LambdaService } from "./lambda-service.ts";
import { getFunction } from "./operations/get-function.ts";
import { getFunctionConfiguration } from "./operations/get-function-configuration.ts";
import { invoke } from "./operations/invoke.ts";
import { invokeWithResponseStream } from "./operations/invoke-with-response-stream.ts";
import { listFunctions } from "./operations/list-functions.ts";

const FUNCTIONS = /^\/2015-03-31\/functions(?:\/(?<name>[^/]*)(?:\/(?<rest>.*))?)?$/;

const STREAMING = /^\/2021-11-15\/functions\/(?<name>[^/]+)\/response-streaming-invocations$/;

/** Finds the operation of a request. */
export async function route(call: Call, service: LambdaService): Promise<Reply> {
  const streamed = STREAMING.exec(call.path)?.groups?.["name"];
  if (streamed !== undefined && call.method === "POST") {
    return invokeWithResponseStream(call, decodeURIComponent(streamed), service);
  }
  const match = FUNCTIONS.exec(call.path);
  const name = decodeURIComponent(match?.groups?.["name"] ?? "");
  const rest = match?.groups?.["rest"];
  if (match && call.method === "POST" && name && rest === "invocations") return invoke(call, name, service);
  if (match && call.method === "GET") {
    if (name && rest === undefined) return getFunction(call, name, service);
    if (name && rest === "configuration") return getFunctionConfiguration(call, name, service);
    if (!name) return listFunctions(call, service);
  }
  throw new ServiceError("UnknownOperationException", `${call.method} ${call.path}`, 404);
}
