import { eventFrame } from "../event-stream.ts";

/** A frame that carries one piece of a model's answer. */
export function chunkFrame(piece: unknown): Buffer {
  const bytes = Buffer.from(JSON.stringify(piece)).toString("base64");
  return eventFrame(
    { ":message-type": "event", ":event-type": "chunk", ":content-type": "application/json" },
    JSON.stringify({ bytes }),
  );
}

/** A frame that ends a stream with an error, such as `modelStreamErrorException`. */
export function exceptionFrame(type: string, message: string): Buffer {
  return eventFrame(
    { ":message-type": "exception", ":exception-type": type, ":content-type": "application/json" },
    JSON.stringify({ message }),
  );
}
