import type { Api } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { CliIo } from "./io.ts";
import { Output } from "./output.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  readonly url?: string;
  readonly key?: string;
  readonly stack?: string;
  readonly region?: string;
  readonly data: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** False with --no-color. */
  readonly color: boolean;
}

/** What a command works with. The connection is looked for when it is first needed. */
export interface Session {
  readonly io: CliIo;
  readonly output: Output;
  readonly connection: () => Promise<Connection>;
  readonly api: () => Promise<Api>;
}

export function openSession(io: CliIo, options: GlobalOptions): Session {
  const connection = remembered(async () => {
    const { connect } = await import("./connection.ts");
    return connect(options, io.env);
  });
  return {
    io,
    output: new Output(io, {
      json: options.json ?? false,
      quiet: options.quiet ?? false,
      color: options.color,
    }),
    connection,
    api: remembered(async () => {
      const { openApi } = await import("./api.ts");
      return openApi(await connection(), io);
    }),
  };
}

function remembered<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
