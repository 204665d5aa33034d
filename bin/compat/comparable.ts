import { isObject, listed, nextPageToken } from "./answers.ts";
import type { Api, ApiAnswer, ApiRequest } from "./api.ts";
import type { OperationName } from "./operation.ts";
import type { Json, Recording } from "./recording.ts";
import { emptySubstitute, findingSubstitutes, type Substitute } from "./substitutes.ts";

export interface Compared {
  readonly answer: ApiAnswer;
  /** What was changed in the request so that there is something to compare. */
  readonly notes: readonly string[];
}

/** The platform's largest page. */
const WHOLE_PAGE = 50;

/**
 * Sends a request, and where the answer holds too little or too much to be compared with the recorded one, others of its
 * form: a library of colour clips has no hits for somebody else's words, and not as many pages.
 */
export async function comparableAnswer(
  api: Api,
  operation: OperationName,
  recording: Recording,
  request: ApiRequest,
): Promise<Compared> {
  let current = request;
  let answer = await api(request);
  const notes: string[] = [];
  const attempt = async ({ note, body }: Substitute, isBetter: (answer: Json) => boolean) => {
    const tried = { ...request, body };
    const other = await api(tried);
    if (other.status !== recording.status || !isBetter(other.body)) return false;
    current = tried;
    answer = other;
    notes.push(note);
    return true;
  };
  if (!isJson(request.body) || answer.status !== recording.status) return { answer, notes };
  const [recorded, ours] = [listed(recording.response), listed(answer.body)];
  if (recorded === undefined || ours === undefined) return { answer, notes };
  if (recorded.length > 0 && ours.length === 0) {
    for (const substitute of findingSubstitutes(operation, request.body)) {
      if (await attempt(substitute, (body) => listed(body)?.length !== 0)) break;
    }
    if (listed(answer.body)?.length === 0)
      notes.push("the samples have nothing to compare the elements with");
  }
  if (recorded.length === 0 && ours.length > 0) {
    const substitute = emptySubstitute(operation, request.body);
    if (substitute !== undefined) await attempt(substitute, (body) => listed(body)?.length === 0);
  }
  const hasNext = nextPageToken(recording.response) !== undefined;
  if (hasNext !== (nextPageToken(answer.body) !== undefined) && isObject(current.body as Json)) {
    const page_limit = hasNext ? 1 : WHOLE_PAGE;
    const body = { ...(current.body as Record<string, Json>), page_limit };
    const note = hasNext ? "with a page_limit of 1, to have a next page" : "on one page";
    await attempt({ note, body }, (other) => hasNext === (nextPageToken(other) !== undefined));
  }
  return { answer, notes };
}

const isJson = (body: ApiRequest["body"]): body is Json => body !== undefined && !(body instanceof FormData);
