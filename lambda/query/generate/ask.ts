import { ApiError } from "../../contracts/api/error.ts";
import type { QuestionAnswer } from "../../contracts/question-item.ts";
import { inPieces } from "../../domain/questions/text-filter.ts";
import type { Asked, AskPorts } from "./asked.ts";
import { type OnPiece, pay } from "./pay.ts";
import { storedAnswer } from "./stored-answer.ts";

/** How long a caller is kept for an answer that another is waiting for, and how often it is looked for. */
const PATIENCE_MS = 25_000;
const FIRST_LOOK_MS = 250;
const LAST_LOOK_MS = 1_000;

/**
 * The answer to a question: the stored one, or else that of one call to the model for each part, which is stored. Of
 * several callers at the same time one pays, and the others wait for its answer.
 *
 * @param onPiece gets the text, from wherever it comes; what it got joins to the message
 * @throws ApiError `answer_in_progress`, `budget_exceeded`, and those of `modelFailure`
 */
export async function ask(ports: AskPorts, question: Asked, onPiece?: OnPiece): Promise<QuestionAnswer> {
  const until = ports.clock.now() + PATIENCE_MS;
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(2 * pause, LAST_LOOK_MS)) {
    const stored = await storedAnswer(ports, question);
    if (stored) return shown(stored, onPiece);
    const lease = await ports.questions.takeLease(question.address);
    if (lease) {
      try {
        // The one who had the lease before may have been quicker.
        const quicker = await storedAnswer(ports, question);
        return quicker ? shown(quicker, onPiece) : await pay(ports, question, onPiece);
      } finally {
        // One that stays runs out by itself.
        await lease.release().catch(() => undefined);
      }
    }
    if (ports.clock.now() >= until)
      throw new ApiError(
        "answer_in_progress",
        "The same question is being answered already. Ask again in a moment.",
      );
    await ports.sleep(pause);
  }
}

function shown(answer: QuestionAnswer, onPiece: OnPiece | undefined): QuestionAnswer {
  if (onPiece) for (const piece of inPieces(answer.message)) onPiece(piece);
  return answer;
}
