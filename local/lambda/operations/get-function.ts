import type { Call, Reply } from "../../service.ts";
import { functionConfiguration } from "../function-configuration.ts";
import { qualifiedName } from "../function-name.ts";
import type { LambdaService } from "../lambda-service.ts";

/** `GET /2015-03-31/functions/<name>` */
export function getFunction(call: Call, name: string, { place, arnOf, find }: LambdaService): Reply {
  call.caller.authorize("lambda:GetFunction", arnOf(name));
  const options = find(qualifiedName(call, name));
  const { reservedConcurrency } = options;
  return {
    status: 200,
    body: JSON.stringify({
      Configuration: functionConfiguration(place, options),
      Code: { RepositoryType: "S3", Location: `file://${options.codeDir}` },
      ...(reservedConcurrency === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
    }),
  };
}
