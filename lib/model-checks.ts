import {
  type AnalysisModel,
  asyncRegions,
  type EmbeddingModel,
  invokeRoute,
  MODELS,
} from "../lambda/models.ts";

const DAY_MS = 86_400_000;
/** What AWS gives at the least between the announcement and the end is longer; this is the time to act. */
const NOTICE_DAYS = 30;

/** Why the models cannot be used in `region`: Bedrock reads and writes only buckets of the model's own region. */
export function regionProblems(region: string, pegasus: AnalysisModel, marengo: EmbeddingModel): string[] {
  const missing = [
    ...(invokeRoute(pegasus, region) ? [] : [pegasus.name]),
    ...(asyncRegions(marengo).includes(region) ? [] : [marengo.name]),
  ];
  if (missing.length === 0) return [];
  const possible = asyncRegions(marengo).filter((candidate) => invokeRoute(pegasus, candidate));
  const advice =
    possible.length > 0 ? `Both models work in ${possible.join(", ")}.` : "No region has both models.";
  return [`region: ${missing.join(" and ")} cannot be used in ${region}. ${advice}`];
}

/** Why a model must not be chosen any more: it leaves Bedrock too soon, or has left it. */
export function lifeProblems(
  models: Readonly<Record<"pegasus" | "marengo", AnalysisModel | EmbeddingModel>>,
  today: Date,
  allowLegacy: boolean,
): string[] {
  return Object.entries(models).flatMap(
    ([option, model]) => lifeProblem(option, model, today, allowLegacy) ?? [],
  );
}

function lifeProblem(
  option: string,
  model: AnalysisModel | EmbeddingModel,
  today: Date,
  allowLegacy: boolean,
) {
  const { endOfLife, name, replacement } = model;
  if (endOfLife === null) return undefined;
  const daysLeft = Math.ceil((Date.parse(endOfLife) - today.getTime()) / DAY_MS);
  const advice = replacement ? ` Use ${MODELS[replacement].name}: -c ${option}=${replacement}` : "";
  if (daysLeft <= 0) return `${option}: ${name} left Bedrock on ${endOfLife}.${advice}`;
  if (daysLeft > NOTICE_DAYS || allowLegacy) return undefined;
  return (
    `${option}: ${name} leaves Bedrock on ${endOfLife}, in ${daysLeft} days.${advice}` +
    " (-c allowLegacy=true accepts it until then)"
  );
}
