/**
 * What the Node.js runtime adds for handlers that stream: the global `awslambda` and the stream that they write to.
 */
import { Writable } from "node:stream";

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const HIGH_WATER_MARK = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");

/** Length of the run of zero bytes between the metadata and the body. */
const DELIMITER_LENGTH = 8;

export const awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMING] = "response";
    handler[HIGH_WATER_MARK] = options?.highWaterMark;
    return handler;
  },
  HttpResponseStream: {
    /** Puts status and headers before the body. */
    from(responseStream, metadata) {
      responseStream.setContentType("application/vnd.awslambda.http-integration-response");
      responseStream.precede(JSON.stringify(metadata));
      return responseStream;
    },
  },
};

export function streams(handler) {
  return handler[STREAMING] === "response";
}

/** Takes what a handler writes; each piece waits until `send` has called back for the one before. */
export class ResponseStream extends Writable {
  #contentType = "application/octet-stream";
  #metadata;
  #begun = false;
  #send;

  constructor(handler, send) {
    super({ highWaterMark: handler[HIGH_WATER_MARK] });
    this.#send = send;
  }

  setContentType(contentType) {
    if (this.#begun) throw new Error("Cannot set content-type, too late.");
    this.#contentType = contentType;
  }

  precede(metadata) {
    this.#metadata = metadata;
  }

  /** As in the runtime, only `write` sends the metadata: `end` without a write before it sends none. */
  write(chunk, encoding, callback) {
    if (!this.#begun) {
      this.#begun = true;
      if (this.#metadata !== undefined) {
        super.write(this.#metadata);
        super.write(new Uint8Array(DELIMITER_LENGTH));
      }
    }
    return super.write(chunk, encoding, callback);
  }

  _write(chunk, _encoding, callback) {
    this.#begun = true;
    // A copy, because small buffers are views of a pool that would be sent as a whole.
    if (chunk.length > 0)
      this.#send({ bytes: new Uint8Array(chunk), contentType: this.#contentType }, callback);
    else callback();
  }
}
