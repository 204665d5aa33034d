import type { CliIo } from "../../../bin/cli/io.ts";
import { type Played, type PlayedApi, playedApi } from "./played-api.ts";
import { run, type Said } from "./test-io.ts";

/** A run of the command against a played API, and what reached that. */
export interface Exchange extends Said {
  readonly seen: PlayedApi["seen"];
}

export async function runWith(
  routes: Readonly<Record<string, Played>>,
  argv: readonly string[],
  changes: Partial<CliIo> = {},
): Promise<Exchange> {
  const api = await playedApi(routes);
  try {
    const said = await run(["--url", api.endpoint, "--key", "rb_test", ...argv], changes);
    return { ...said, seen: api.seen };
  } finally {
    await api.close();
  }
}
