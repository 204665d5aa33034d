import { StoredAnswer } from "../contracts/stored-answer.ts";
import { type Answered, type Stitched, StitchInput } from "../contracts/workflow.ts";
import { mergeAnswers } from "../domain/analysis.ts";
import { stitch as stitchParts } from "../domain/analysis-stitch.ts";
import { type AnswerPart, readAnswer, readCutAnswer } from "../domain/answer.ts";
import { PermanentError } from "../domain/errors.ts";
import { analysisKey } from "../keys.ts";
import type { Log, ObjectStore } from "../ports.ts";

export interface StitchPorts {
  readonly work: ObjectStore;
  readonly log: Log;
}

/** Puts the answers for all parts together to one analysis on the timeline of the whole video. */
export function stitch({ work, log }: StitchPorts) {
  return async (event: unknown): Promise<Stitched> => {
    const { run, durationSec, answers } = StitchInput.parse(event);
    const parts = await Promise.all(
      answers.map(async (answered) => ({
        ...answered.part,
        analysis: mergeAnswers((await storedAnswers(work, answered)).map(read)),
      })),
    );
    const analysis = stitchParts(parts, durationSec);
    const key = analysisKey(run.runId);
    await work.put(key, JSON.stringify(analysis));
    log.info("analysis stitched", {
      runId: run.runId,
      parts: parts.length,
      chapters: analysis.chapters.length,
    });
    return { analysisKey: key };
  };
}

/** An answer that was cut although little was asked gives what can be read of it. */
function read({ answer, fields }: StoredAnswer): AnswerPart {
  const reading = readAnswer(answer, fields);
  return reading.outcome === "read" ? reading.part : readCutAnswer(answer, fields);
}

function storedAnswers(work: ObjectStore, { answerKeys }: Answered): Promise<StoredAnswer[]> {
  return Promise.all(
    answerKeys.map(async (key) => {
      const text = await work.getText(key);
      if (text === undefined)
        throw new PermanentError("OUTPUT_MISSING", "A stored answer of the model is gone.");
      return StoredAnswer.parse(JSON.parse(text));
    }),
  );
}
