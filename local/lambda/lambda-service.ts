import type { Place } from "../service.ts";
import type { FunctionOptions } from "./function-options.ts";
import type { Run } from "./function-runner.ts";
import type { TakeChunk } from "./response-chunk.ts";

/** What the operations work on. */
export interface LambdaService {
  readonly place: Place;
  readonly functions: ReadonlyMap<string, FunctionOptions>;
  /** The resource to authorize: known before it is known whether the function exists. */
  arnOf(nameOrArn: string): string;
  /** @throws ServiceError `ResourceNotFoundException` */
  find(nameOrArn: string): FunctionOptions;
  run(options: FunctionOptions, payload: string, requestId?: string): Promise<Run>;
  stream(options: FunctionOptions, payload: string, take: TakeChunk, requestId?: string): Promise<Run>;
  addEvent(options: FunctionOptions, payload: string, requestId?: string): void;
}
