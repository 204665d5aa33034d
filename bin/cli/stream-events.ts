import type * as z from "zod";
import { StreamEvent } from "./answers.ts";
import { CliError } from "./failure.ts";

/** The events of a streamed answer, one JSON document a line. @throws CliError for anything else */
export async function* streamEvents(response: Response): AsyncGenerator<z.infer<typeof StreamEvent>> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of response.body ?? []) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield eventOf(line);
  }
  if (rest.trim() !== "") yield eventOf(rest);
}

function eventOf(line: string): z.infer<typeof StreamEvent> {
  try {
    return StreamEvent.parse(JSON.parse(line));
  } catch (cause) {
    throw new CliError("The API sent something that is no event of an answer.", { cause });
  }
}
