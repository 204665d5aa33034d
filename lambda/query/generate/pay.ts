import { ApiError } from "../../contracts/api/error.ts";
import { s3Media } from "../../contracts/media-source.ts";
import type { FinishReason, PegasusAnswer } from "../../contracts/pegasus.ts";
import type { QuestionAnswer } from "../../contracts/question-item.ts";
import { UnexpectedShape } from "../../contracts/unexpected-shape.ts";
import { BETWEEN_PARTS } from "../../domain/questions/open-question.ts";
import { guessTokens, type QuestionPart } from "../../domain/questions/question.ts";
import { s3Uri } from "../../keys.ts";
import { Throttled } from "../../ports.ts";
import type { AskedQuestion } from "../ports.ts";
import type { Asked, AskPorts } from "./asked.ts";
import { modelFailure } from "./model-failure.ts";
import { CALLS_FOR_A_FORM, storedAnswer } from "./stored-answer.ts";

/** Gets the text of an answer as it comes. */
export type OnPiece = (text: string) => void;

/** Asks the model, once more when its answer is of a wrong form and nobody has read any of it yet. */
export async function pay(
  ports: AskPorts,
  question: Asked,
  onPiece: OnPiece | undefined,
): Promise<QuestionAnswer> {
  const first = await payOnce(ports, question, onPiece);
  const isWorthMore = !first.answer.isOfForm && !onPiece;
  if (!isWorthMore || first.calls >= CALLS_FOR_A_FORM * question.parts.length) return first.answer;
  question.log.warn("the answer is of a wrong form, asking once more");
  return (await payOnce(ports, question, undefined)).answer;
}

async function payOnce(ports: AskPorts, question: Asked, onPiece: OnPiece | undefined) {
  const answers: PegasusAnswer[] = [];
  let calls = 0;
  let outputTokens = 0;
  for (const part of question.parts) {
    if (answers.length > 0) onPiece?.(BETWEEN_PARTS);
    calls = await spend(ports, question);
    const { tokens, ...answer } = await answered(ports, question, part, onPiece);
    answers.push(answer);
    outputTokens += tokens;
  }
  const isCut = answers.some(({ finishReason }) => finishReason === "length");
  const read = question.question.read(answers, question.parts);
  const answer: QuestionAnswer = {
    message: read ?? answers.map(({ message }) => message).join(BETWEEN_PARTS),
    finishReason: isCut ? "length" : "stop",
    outputTokens,
    isOfForm: read !== undefined,
  };
  question.log.info("the model answered", { kind: question.address.kind, finishReason: answer.finishReason });
  return { calls, answer: await kept(ports, question, answer) };
}

/** A lease can be lost to a long stall: the answer that stands is the one that counts. */
async function kept(ports: AskPorts, question: Asked, answer: QuestionAnswer): Promise<QuestionAnswer> {
  const at = new Date(ports.clock.now()).toISOString();
  if (await ports.questions.keep(question.address, answer, at)) return answer;
  return (await storedAnswer(ports, question)) ?? answer;
}

/** The call is counted before it is made, so that a crash in between can only cost a call, never add one. */
async function spend({ questions, settings, model, clock }: AskPorts, question: Asked): Promise<number> {
  const { videoId, kind, hash } = question.address;
  const { prompt, temperature, maxOutputTokens, schema } = question.question;
  const asked: AskedQuestion = {
    ...{ videoId, kind, hash, prompt, temperature, maxOutputTokens },
    ...(schema ? { schema: JSON.stringify(schema) } : {}),
    versionId: question.video.versionId,
    modelId: model.modelId,
    createdAt: new Date(clock.now()).toISOString(),
  };
  const calls = await questions.spend(question.address, asked, settings.invokeBudget);
  if (calls !== undefined) return calls;
  throw new ApiError(
    "budget_exceeded",
    `This question has used up its ${settings.invokeBudget} calls of ${model.name}. Ask it in other words.`,
  );
}

interface PartAnswer extends PegasusAnswer {
  readonly tokens: number;
}

/** One billed call for one part, read to its end whether or not somebody still listens. */
async function answered(
  { analysis, questions, model, accountId }: AskPorts,
  { question, address }: Asked,
  part: QuestionPart,
  onPiece: OnPiece | undefined,
): Promise<PartAnswer> {
  const filter = question.filter();
  let message = "";
  let finishReason: FinishReason | null = null;
  let tokens: number | undefined;
  let isUntouched = true;
  const take = (text: string) => {
    message += text;
    if (text !== "") onPiece?.(text);
  };
  const body = model.buildRequest({ ...question, media: s3Media(s3Uri(part.bucket, part.key), accountId) });
  try {
    for await (const piece of analysis.ask(body)) {
      isUntouched = false;
      take(filter.push(piece.delta));
      finishReason = piece.finishReason ?? finishReason;
      tokens = piece.outputTokens ?? tokens;
    }
    if (finishReason === null) throw new UnexpectedShape("answer of Pegasus: it does not say how it ended");
  } catch (error) {
    if (error instanceof Throttled && isUntouched) await questions.giveBack(address);
    throw modelFailure(error);
  }
  take(filter.end());
  return { message, finishReason, tokens: tokens ?? guessTokens(message) };
}
