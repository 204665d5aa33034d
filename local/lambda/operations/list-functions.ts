import { type Call, type Reply, ServiceError } from "../../service.ts";
import { functionConfiguration } from "../function-configuration.ts";
import type { LambdaService } from "../lambda-service.ts";

/** `GET /2015-03-31/functions`: all on one page, in the order of their names. */
export function listFunctions(call: Call, { place, functions }: LambdaService): Reply {
  call.caller.authorize("lambda:ListFunctions", "*");
  for (const name of new URLSearchParams(call.query).keys()) {
    throw new ServiceError("InvalidParameterValueException", `${name} is not supported by the local host.`);
  }
  const names = [...functions.keys()].sort();
  const found = names.flatMap((name) => functions.get(name) ?? []);
  return {
    status: 200,
    body: JSON.stringify({ Functions: found.map((options) => functionConfiguration(place, options)) }),
  };
}
