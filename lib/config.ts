import * as z from "zod";
import { Settings } from "../lambda/contracts/settings.ts";
import {
  type AnalysisModel,
  analysisModel,
  DEFAULT_ANALYSIS_MODEL,
  DEFAULT_EMBEDDING_MODEL,
  type EmbeddingModel,
  embeddingModel,
  UnknownModelError,
} from "../lambda/models.ts";
import { contextBoolean, contextInteger, contextList, contextNumber } from "./context-values.ts";
import { didYouMean } from "./did-you-mean.ts";
import { lifeProblems, regionProblems } from "./model-checks.ts";

/** Days that CloudWatch Logs accepts as a retention. */
const LOG_RETENTION_DAYS: readonly number[] = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

/** A function's environment holds 4 KB in all, and a prompt 2,000 tokens, of which ours needs about half. */
const MAX_EXTRA_PROMPT_BYTES = 2000;

/** A host name or an address, perhaps with a port, or an address range. What each means is judged where it is used. */
const FETCH_HOST = /^((\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?|[0-9a-f:.]+(\/\d{1,3})?)$/i;

/** Each option is one flat key of the CDK context: `cdk deploy -c region=eu-west-1 -c analyzeConcurrency=20`. */
const Options = z.strictObject({
  /**
   * AWS region of the whole stack: buckets and models must be in the same one. Default us-east-1, and never taken
   * from the caller's AWS profile, so that the same options give the same template for everybody.
   */
  region: z.string().default("us-east-1"),
  /** Registry key of the model that analyzes. Default pegasus-1.2. */
  pegasus: z.string().default(DEFAULT_ANALYSIS_MODEL),
  /** Registry key of the model that embeds. Default marengo-3.0. */
  marengo: z.string().default(DEFAULT_EMBEDDING_MODEL),
  /**
   * Accept a model that leaves Bedrock within 30 days, for accounts that still have it. Never beyond that day.
   * Default false.
   */
  allowLegacy: contextBoolean().default(false),
  /** What is embedded of a video, comma-separated. Default: all that the model knows; each has its vector index. */
  embeddingOptions: contextList().optional(),
  /** `clip` (a segment) and `asset` (the whole video), comma-separated. Default: all that the model knows. */
  embeddingScopes: contextList().optional(),
  /** Of the analyzing model, 0 to 1. Default 0.2, which is the model's own: near the facts, not quite repeatable. */
  temperature: contextNumber(z.number().min(0).max(1)).default(0.2),
  /** Longest answer asked for, tokens. Default 4,096, the most that Pegasus 1.2 gives: a cut answer is paid twice. */
  maxOutputTokens: contextInteger(1, 1_000_000).optional(),
  /** Added to the prompt of every analysis, at most 2,000 bytes. Default: nothing. */
  extraPrompt: z
    .string()
    .refine((text) => Buffer.byteLength(text, "utf8") <= MAX_EXTRA_PROMPT_BYTES, {
      error: `may have at most ${MAX_EXTRA_PROMPT_BYTES} bytes`,
    })
    .default(""),
  /**
   * Pegasus calls at the same time, 2 to 1,000 (the bounds of an event source mapping). Default 10: at 10 s a call
   * that is the 60 requests a minute of a new account. Throttled work waits in the lane, it does not fail.
   */
  analyzeConcurrency: contextInteger(2, 1000).default(10),
  /** Marengo starts at the same time, 2 to 1,000. Default 4: at 0.5 s a start that is 480 of 500 a minute. */
  embedConcurrency: contextInteger(2, 1000).default(4),
  /**
   * Files that are fetched from addresses at the same time, 2 to 1,000. Default 4: enough to fill the lanes behind it,
   * few enough not to be taken for an attack by the host they come from.
   */
  fetchConcurrency: contextInteger(2, 1000).default(4),
  /**
   * Hosts whose private addresses may be fetched, comma-separated: names, names with a port, or address ranges such as
   * `10.1.0.0/16`. Default: none, so that nobody with a key can look into a private network by way of the API.
   */
  fetchHosts: contextList(
    z.string().regex(FETCH_HOST, { error: "must be a host name or an address range" }),
  ).optional(),
  /**
   * Who may call the API: `key` (an `x-api-key` of `reelbase keys`) or `iam` (requests signed by AWS credentials, which
   * a policy of the account must allow to invoke the API). Default key.
   */
  auth: z.enum(["key", "iam"]).default("key"),
  /**
   * Requests a second that the API takes on average, 1 to 10,000. Default 50: many people at work, and a loop that ran
   * wild costs at most $15 of API Gateway a day. What is above is answered 429.
   */
  apiRequestsPerSecond: contextInteger(1, 10_000).default(50),
  /** Requests that it takes at once after a pause, 1 to 5,000. Default 100: a page that asks for all its parts. */
  apiBurst: contextInteger(1, 5000).default(100),
  /**
   * A line in a log group for each request to the API, those that were refused at the gate too. Default false: API
   * Gateway writes logs only with a role that is set once for all APIs of an account and region
   * (`aws apigateway update-account`); without it, the deployment fails. The query function logs what reaches it anyway.
   */
  apiAccessLogs: contextBoolean().default(false),
  /**
   * Pegasus calls that one run may pay for, retries included, 1 to 20. Default 6: one is the rule; three smaller ones
   * follow when its answer was cut; two are left for faults.
   */
  invokeBudget: contextInteger(1, 20).default(6),
  /**
   * Days for which model answers and async outputs stay in the work bucket, 2 to 3,650. Default 7. They must outlive
   * the longest run (12 h in a lane and 24 h of waiting for output); what is left after that lets a redrive take
   * over what was paid for already.
   */
  workRetentionDays: contextInteger(2, 3650).default(7),
  /** Days for which logs are kept; one of the values of CloudWatch Logs. Default 30. */
  logRetentionDays: contextNumber(
    z.int().refine((days) => LOG_RETENTION_DAYS.includes(days), {
      error: `must be one of ${LOG_RETENTION_DAYS.join(", ")}`,
    }),
  ).default(30),
  /** Days for which overwritten and deleted videos can still be brought back, 1 to 3,650. Default 30. */
  noncurrentVersionDays: contextInteger(1, 3650).default(30),
  /** Dashboard and alarms. Default true: about $5 a month beyond the free tier of CloudWatch. */
  monitoring: contextBoolean().default(true),
  /**
   * The stack takes its data with it when it is destroyed. Default false: buckets and table stay. CloudFormation
   * deletes only empty buckets and the stack has no function that empties them, so before `cdk destroy`, for each
   * bucket and until it finds nothing (1,000 objects a time, versions included):
   *
   *     aws s3api delete-objects --bucket $B --delete "$(aws s3api list-object-versions --bucket $B --max-items 1000 \
   *       --query '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}}' --output json)"
   */
  ephemeral: contextBoolean().default(false),
});
type Options = z.infer<typeof Options>;

/** Everything that can be chosen at deployment, complete and checked. */
export interface Config
  extends Omit<
    Options,
    "pegasus" | "marengo" | "embeddingOptions" | "embeddingScopes" | "maxOutputTokens" | "fetchHosts"
  > {
  readonly pegasus: AnalysisModel;
  readonly marengo: EmbeddingModel;
  readonly embeddingOptions: readonly string[];
  readonly embeddingScopes: readonly string[];
  readonly maxOutputTokens: number;
  readonly fetchHosts: readonly string[];
}

/** The options do not make sense; `problems` has one sentence for each fault. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Wrong configuration:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/**
 * @param context the CDK context: our options among feature flags and cached look-ups, which are left alone
 * @param today decides whether a model is near its end of life
 * @throws ConfigError with every fault found
 */
export function parseConfig(context: Readonly<Record<string, unknown>>, today: Date): Config {
  const parsed = Options.safeParse(ownKeys(context));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap(sentences));
  const options = parsed.data;
  const { pegasus, marengo } = modelsOf(options);
  const config = {
    ...options,
    pegasus,
    marengo,
    embeddingOptions: options.embeddingOptions ?? marengo.embeddingOptions,
    embeddingScopes: options.embeddingScopes ?? marengo.scopes,
    maxOutputTokens: options.maxOutputTokens ?? Math.min(4096, pegasus.maxOutputTokens),
    fetchHosts: options.fetchHosts ?? [],
  };
  const problems = [
    ...subsetProblems("embeddingOptions", config.embeddingOptions, marengo.embeddingOptions, marengo.name),
    ...subsetProblems("embeddingScopes", config.embeddingScopes, marengo.scopes, marengo.name),
    ...outputTokenProblems(config.maxOutputTokens, pegasus),
    ...regionProblems(options.region, pegasus, marengo),
    ...lifeProblems({ pegasus, marengo }, today, options.allowLegacy),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** What the handlers are told of it, as the text of the environment variable `SETTINGS`. */
export function settingsText(config: Config): string {
  return JSON.stringify(
    Settings.parse({
      pegasus: config.pegasus.key,
      marengo: config.marengo.key,
      embeddingOptions: config.embeddingOptions,
      embeddingScopes: config.embeddingScopes,
      temperature: config.temperature,
      maxOutputTokens: config.maxOutputTokens,
      extraPrompt: config.extraPrompt,
      invokeBudget: config.invokeBudget,
    }),
  );
}

/** Feature flags begin with `@`, the CDK's own keys and cached look-ups have a colon; the CLI has one of its own. */
function ownKeys(context: Readonly<Record<string, unknown>>) {
  const isForeign = (key: string) => key.startsWith("@") || key.includes(":") || key === "cli-telemetry";
  return Object.fromEntries(Object.entries(context).filter(([key]) => !isForeign(key)));
}

function sentences(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== "unrecognized_keys") return [`${issue.path.join(".")}: ${issue.message}`];
  const known = Object.keys(Options.shape);
  return issue.keys.map((key) => `${key}: no such option.${didYouMean(key, known)}`);
}

function modelsOf(options: Options) {
  try {
    return { pegasus: analysisModel(options.pegasus), marengo: embeddingModel(options.marengo) };
  } catch (error) {
    if (error instanceof UnknownModelError) throw new ConfigError([error.message]);
    throw error;
  }
}

function subsetProblems(field: string, chosen: readonly string[], known: readonly string[], model: string) {
  const unknown = chosen.filter((value) => !known.includes(value));
  const problems = unknown.map(
    (value) => `${field}: ${model} has no "${value}", only ${known.join(", ")}.${didYouMean(value, known)}`,
  );
  return new Set(chosen).size < chosen.length ? [...problems, `${field}: names a value twice`] : problems;
}

function outputTokenProblems(tokens: number, { name, minOutputTokens, maxOutputTokens }: AnalysisModel) {
  if (tokens >= minOutputTokens && tokens <= maxOutputTokens) return [];
  return [`maxOutputTokens: ${name} takes ${minOutputTokens} to ${maxOutputTokens}, not ${tokens}`];
}
