import type { Reason } from "../contracts/reason.ts";
import type { Part, Probed } from "../contracts/workflow.ts";
import type { AnalysisModel, EmbeddingModel } from "../models.ts";
import { reasonOf } from "./errors.ts";
import { contentDefect } from "./media-content.ts";
import type { MediaFacts } from "./media-facts.ts";
import { sizeViolations, type Violation, violations } from "./media-limits.ts";
import { type Fit, nothingToEmbed, planOf, rejection } from "./plan.ts";

/** The models of a run, and what is embedded. */
export interface ModelChoice {
  readonly analysis: AnalysisModel;
  readonly embedding: EmbeddingModel;
  readonly embeddingOptions: readonly string[];
}

/** Why a file cannot be used, as far as its size alone tells: nothing of it needs to be read. */
export function judgeSize(sizeBytes: number, models: ModelChoice): Reason | undefined {
  if (sizeBytes === 0) return reasonOf("EMPTY", "The file is empty: it has 0 bytes.", "probe");
  const [analyze, embed] = fits(models, ({ limits }) => sizeViolations(sizeBytes, limits));
  return rejection(analyze, embed);
}

/**
 * Whether a file can be used, and what each model does with it. A file that one model takes and the other does not is
 * accepted: the run then ends as PARTIAL.
 */
export function judgeMedia(
  facts: MediaFacts,
  models: ModelChoice,
  object: Pick<Part, "bucket" | "key">,
): Probed {
  const reason = judgeSize(facts.sizeBytes, models);
  if (reason) return { outcome: "rejected", reason };
  const defect = contentDefect(facts);
  if (defect) return { outcome: "rejected", reason: reasonOf(defect.code, defect.message, "probe") };

  const { video, sizeBytes, hasAudio } = facts;
  const durationSec = facts.durationSec ?? 0;
  const media = { sizeBytes, durationSec, width: video?.width ?? 0, height: video?.height ?? 0 };
  const [analyze, embed] = fits(models, ({ limits }) => violations(media, limits));
  const refused = rejection(analyze, embed);
  if (refused) return { outcome: "rejected", reason: refused };

  const part: Part = {
    index: 0,
    bucket: object.bucket,
    key: object.key,
    offsetSec: 0,
    durationSec,
    hasAudio,
  };
  const silent = nothingToEmbed(models.embedding, models.embeddingOptions, hasAudio);
  const plans = {
    analyze: planOf(analyze, part),
    embed: silent ? { parts: [], reason: silent } : planOf(embed, part),
  };
  if (plans.analyze.reason && plans.embed.reason) {
    return { outcome: "rejected", reason: { ...plans.analyze.reason, step: "probe" } };
  }
  return { outcome: "accepted", durationSec, ...plans };
}

function fits(
  { analysis, embedding }: ModelChoice,
  violationsOf: (model: AnalysisModel | EmbeddingModel) => readonly Violation[],
): readonly [Fit, Fit] {
  return [
    { step: "analyze", name: analysis.name, violations: violationsOf(analysis) },
    { step: "embed", name: embedding.name, violations: violationsOf(embedding) },
  ];
}
