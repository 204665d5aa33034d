import type { Call, Reply } from "../../service.ts";
import { functionConfiguration } from "../function-configuration.ts";
import { qualifiedName } from "../function-name.ts";
import type { LambdaService } from "../lambda-service.ts";

/** `GET /2015-03-31/functions/<name>/configuration` */
export function getFunctionConfiguration(
  call: Call,
  name: string,
  { place, arnOf, find }: LambdaService,
): Reply {
  call.caller.authorize("lambda:GetFunctionConfiguration", arnOf(name));
  const options = find(qualifiedName(call, name));
  return { status: 200, body: JSON.stringify(functionConfiguration(place, options)) };
}
