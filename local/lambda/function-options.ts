/** What the template says about one function. */
export interface FunctionOptions {
  readonly name: string;
  /** Folder of the bundle, absolute. */
  readonly codeDir: string;
  /** File without its ending, a dot, and the exported name: `index.handler`. */
  readonly handler: string;
  /** 128 to 10,240 MB; caps the heap of the execution environment. */
  readonly memoryMb: number;
  /** 1 to 900 seconds. */
  readonly timeoutSec: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Dummy access key of the function's role: tells the stand-ins who is calling. */
  readonly accessKeyId: string;
  /** Invocations of this function at once; further ones are throttled. Default: no limit of its own. */
  readonly reservedConcurrency?: number | undefined;
  /** `nodejs24.x` and its like; the local Node runs them all. */
  readonly runtime: string;
}
