import { type Call, type Place, type Reply, ServiceError } from "../service.ts";
import type { FunctionOptions } from "./function-options.ts";
import type { Run } from "./function-runner.ts";
import { getFunction } from "./get-function.ts";
import { getFunctionConfiguration } from "./get-function-configuration.ts";
import { invokeFunction } from "./invoke-function.ts";
import { listFunctions } from "./list-functions.ts";

/** What the operations work on. */
export interface LambdaService {
  readonly place: Place;
  readonly functions: ReadonlyMap<string, FunctionOptions>;
  /** The resource to authorize: known before it is known whether the function exists. */
  arnOf(nameOrArn: string): string;
  /** @throws ServiceError `ResourceNotFoundException` */
  find(nameOrArn: string): FunctionOptions;
  run(options: FunctionOptions, payload: string, requestId?: string): Promise<Run>;
  addEvent(options: FunctionOptions, payload: string, requestId?: string): void;
}

const FUNCTIONS = /^\/2015-03-31\/functions(?:\/(?<name>[^/]*)(?:\/(?<rest>.*))?)?$/;

/** Finds the operation of a request. */
export async function route(call: Call, service: LambdaService): Promise<Reply> {
  const match = FUNCTIONS.exec(call.path);
  const name = decodeURIComponent(match?.groups?.["name"] ?? "");
  const rest = match?.groups?.["rest"];
  if (match && call.method === "POST" && name && rest === "invocations")
    return invokeFunction(call, name, service);
  if (match && call.method === "GET") {
    if (name && rest === undefined) return getFunction(call, name, service);
    if (name && rest === "configuration") return getFunctionConfiguration(call, name, service);
    if (!name) return listFunctions(call, service);
  }
  throw new ServiceError("UnknownOperationException", `${call.method} ${call.path}`, 404);
}
