import type { QuestionAnswer } from "../../contracts/question-item.ts";
import type { Asked, AskPorts } from "./asked.ts";

/** Calls for a part after which an answer of a wrong form is no accident: it is the answer then. */
export const CALLS_FOR_A_FORM = 2;

/** Undefined also for an answer of a wrong form that is worth another call. */
export async function storedAnswer(
  { questions }: AskPorts,
  { address, parts }: Asked,
): Promise<QuestionAnswer | undefined> {
  const item = await questions.find(address);
  if (item?.answer === undefined) return undefined;
  return item.answer.isOfForm || item.calls >= CALLS_FOR_A_FORM * parts.length ? item.answer : undefined;
}
