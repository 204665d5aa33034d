import { ApiError } from "../../contracts/api/error.ts";
import { STREAM_TYPE, type StreamError, type StreamEvent, streamLine } from "../../contracts/api/generate.ts";
import type { QuestionAnswer } from "../../contracts/question-item.ts";
import { ask } from "./ask.ts";
import type { Asked, AskPorts } from "./asked.ts";

/**
 * How long the head of the response is held back for the first word of the model, milliseconds. Until then a failure is
 * an answer with a status of its own, after it an event; gateways give up on a response that shows nothing at all.
 */
const HEAD_WAIT_MS = 1_000;

/** The answer is whole, but of no use to who asked for a form. */
export const NOT_OF_FORM = new ApiError(
  "answer_invalid",
  "The model's answer does not follow the response_format.",
);

/**
 * The answer to a question as it comes, one event a line. The work goes on to its end when the caller leaves; a host that
 * may sleep must read the body to its end all the same, which comes when the answer is stored.
 */
export async function streamed(ports: AskPorts, question: Asked): Promise<Response> {
  const { body, write, close } = eventStream();
  const firstPiece = signal();
  write({ event_type: "stream_start", metadata: { generation_id: question.id } });
  const work = ask(ports, question, (text) => {
    write({ event_type: "text_generation", text });
    firstPiece.give();
  });
  void work
    .then(
      (answer) => write(lastEvent(question.id, answer)),
      (error: unknown) => {
        question.log.warn("a stream ended without an answer", { code: streamError(error).code });
        write({ event_type: "stream_error", error: streamError(error) });
      },
    )
    .then(close);
  await Promise.race([work, firstPiece.given, ports.sleep(HEAD_WAIT_MS)]);
  return new Response(body, { headers: { "content-type": STREAM_TYPE } });
}

function lastEvent(id: string, { finishReason, outputTokens, isOfForm }: QuestionAnswer): StreamEvent {
  return {
    event_type: "stream_end",
    finish_reason: finishReason,
    metadata: { generation_id: id, usage: { output_tokens: outputTokens } },
    ...(isOfForm ? {} : { error: streamError(NOT_OF_FORM) }),
  };
}

function streamError(error: unknown): StreamError {
  return error instanceof ApiError
    ? { code: error.code, message: error.message }
    : { code: "internal_error", message: "Something went wrong on the server." };
}

/** Written without back-pressure: an answer has some kilobytes, and must be read to its end in any case. */
function eventStream() {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given;
    },
    cancel: () => {
      controller = undefined;
    },
  });
  return {
    body,
    write: (event: StreamEvent) => controller?.enqueue(encoder.encode(streamLine(event))),
    close: () => controller?.close(),
  };
}

function signal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
