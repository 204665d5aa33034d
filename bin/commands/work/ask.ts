import { AskAnswer } from "../../cli/answers.ts";
import { CliError, EXIT, usageError } from "../../cli/failure.ts";
import { findVideo } from "../../cli/find-video.ts";
import type { Session } from "../../cli/session.ts";
import { streamEvents } from "../../cli/stream-events.ts";
import { shownLines } from "../../cli/view/text.ts";

interface AskOptions {
  readonly schema?: string;
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly stream: boolean;
}

export async function ask(
  session: Session,
  name: string,
  words: string[],
  options: AskOptions,
): Promise<number> {
  const { api, output } = session;
  const prompt = words.join(" ").trim();
  if (prompt === "") throw usageError("Ask something.");
  const schema = options.schema === undefined ? undefined : await schemaIn(options.schema);
  const { videoId } = await findVideo(await api(), name);
  const body = {
    video_id: videoId,
    prompt,
    stream: options.stream && !output.json,
    ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
    ...(options.maxTokens === undefined ? {} : { max_tokens: options.maxTokens }),
    ...(schema === undefined ? {} : { response_format: { type: "json_schema", json_schema: schema } }),
  };
  const request = { method: "POST", path: "/analyze", body } as const;
  if (body.stream) return streamed(session, await (await api()).send(request));
  const answer = await (await api()).json(AskAnswer, request);
  if (output.json) await output.document(answer);
  else await output.text(shownLines(answer.data));
  tellOfCut(session, answer.finish_reason);
  return EXIT.fine;
}

/** Writes the text as it comes. */
async function streamed(session: Session, response: Response): Promise<number> {
  const { output } = session;
  let isEmpty = true;
  for await (const event of streamEvents(response)) {
    if (event.text !== undefined && event.text !== "") {
      isEmpty = false;
      await output.raw(shownLines(event.text));
    }
    if (event.event_type === "stream_end") {
      if (!isEmpty) await output.raw("\n");
      if (event.error !== undefined) throw new CliError(event.error.message);
      tellOfCut(session, event.finish_reason);
      return EXIT.fine;
    }
    if (event.error !== undefined) {
      if (!isEmpty) await output.raw("\n");
      throw new CliError(event.error.message);
    }
  }
  if (!isEmpty) await output.raw("\n");
  throw new CliError("The answer broke off before its end. Ask again: what was paid for is kept.");
}

function tellOfCut({ output }: Session, finishReason: string | undefined): void {
  if (finishReason === "length")
    output.notice("The answer reached the most tokens that were asked for and is cut; see --max-tokens.");
}

async function schemaIn(path: string): Promise<unknown> {
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(path, "utf8");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(`${path} is no JSON.`, { exitCode: EXIT.usage, cause });
  }
}
