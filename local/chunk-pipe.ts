import { Readable } from "node:stream";

/** Carries the pieces of an answer from who makes them to who reads them, no faster than they are read. */
export interface ChunkPipe {
  readonly readable: Readable;
  /**
   * Hands on one piece; resolves when there is room for the next. When the reader has gone the piece is dropped, so
   * that its maker can go on to the end.
   */
  write(bytes: Uint8Array): Promise<void>;
  end(): void;
  /** Breaks the answer off: the reader sees an error where more was to come. */
  fail(error: Error): void;
}

export function createChunkPipe(): ChunkPipe {
  let goOn: (() => void) | undefined;
  const release = () => {
    goOn?.();
    goOn = undefined;
  };
  const readable = new Readable({
    read: release,
    destroy(error, callback) {
      release();
      callback(error);
    },
  });
  // Whoever reads gets the error, too; without a reader nobody is there to be told.
  readable.on("error", () => {});
  return {
    readable,
    async write(bytes) {
      if (readable.destroyed || bytes.length === 0 || readable.push(bytes)) return;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    },
    end: () => void readable.push(null),
    fail: (error) => void readable.destroy(error),
  };
}
