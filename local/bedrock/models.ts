import type { Place } from "../service.ts";

export type ModelFamily = "pegasus" | "marengo";
export type ModelKey = "pegasus-1.2" | "pegasus-1.5" | "marengo-2.7" | "marengo-3.0";
/** Requests per minute are counted per group. */
export type QuotaGroup = "pegasus" | "marengo2" | "marengo3";

/** What the real service states about a model (Amazon Bedrock User Guide, model cards and parameters). */
export interface Model {
  readonly key: ModelKey;
  readonly id: string;
  readonly family: ModelFamily;
  readonly quotaGroup: QuotaGroup;
  /** Regions in which InvokeModel takes the bare id. */
  readonly bareRegions: readonly string[];
  /** Destination regions of each cross-region profile, by its prefix and then by source region. */
  readonly profiles: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Regions in which StartAsyncInvoke takes the bare id; empty when the model has no async form. */
  readonly asyncRegions: readonly string[];
  readonly streams: boolean;
  /** First moment at which the model is gone, ISO. */
  readonly endOfLife?: string;
  readonly dimensions?: number;
  readonly maxSeconds: number;
  readonly maxBytes: number;
  readonly minOutputTokens?: number;
  readonly maxOutputTokens?: number;
  readonly maxPromptTokens?: number;
  readonly maxTextTokens?: number;
  readonly requestsPerMinute: number;
}

/** Videos must be this long and this large, whatever the model. */
export const MEDIA_LIMITS = {
  minSeconds: 4,
  minSide: 360,
  maxWidth: 5184,
  maxHeight: 2160,
  /** Long side over short side. */
  maxAspect: 2.4,
  maxImageBytes: 5_000_000,
} as const;

/** Limit of a whole InvokeModel body, bytes. */
export const MAX_BODY_BYTES = 25_000_000;

const HOUR = 3600;
/** "2 GB" of the documentation, read as the smaller of its two meanings. */
const TWO_GB = 2_000_000_000;

const US_EAST_WEST = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"];
const US_WITHOUT_WEST_1 = ["us-east-1", "us-east-2", "us-west-2"];
const EU = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"];
const PEGASUS_GLOBAL = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1", "sa-east-1"],
  ...["mx-central-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2"],
  ...["eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "af-south-1"],
  ...["ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2"],
  ...[
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-7",
  ],
];

const from = (sources: readonly string[], destinations: readonly string[]) =>
  Object.fromEntries(sources.map((source) => [source, destinations]));

const PEGASUS_US = {
  ...from(["us-east-1", "us-west-1"], US_EAST_WEST),
  ...from(["us-east-2", "us-west-2"], US_WITHOUT_WEST_1),
};

export const MODELS: readonly Model[] = [
  {
    key: "pegasus-1.2",
    id: "twelvelabs.pegasus-1-2-v1:0",
    family: "pegasus",
    quotaGroup: "pegasus",
    bareRegions: ["us-east-1", "ap-northeast-2"],
    profiles: {
      us: PEGASUS_US,
      eu: {
        ...from(EU, EU),
        "eu-central-2": [...EU, "eu-central-2"],
        "eu-west-2": [...EU, "eu-west-2"],
      },
      global: from(PEGASUS_GLOBAL, PEGASUS_GLOBAL),
    },
    asyncRegions: [],
    streams: true,
    maxSeconds: HOUR,
    maxBytes: TWO_GB,
    maxOutputTokens: 4096,
    maxPromptTokens: 2000,
    requestsPerMinute: 60,
  },
  {
    key: "pegasus-1.5",
    id: "twelvelabs.pegasus-1-5-v1:0",
    family: "pegasus",
    quotaGroup: "pegasus",
    bareRegions: [],
    profiles: { us: PEGASUS_US, global: from(PEGASUS_GLOBAL, PEGASUS_GLOBAL) },
    asyncRegions: [],
    streams: true,
    maxSeconds: 2 * HOUR,
    maxBytes: TWO_GB,
    minOutputTokens: 512,
    maxOutputTokens: 98_304,
    requestsPerMinute: 60,
  },
  {
    key: "marengo-3.0",
    id: "twelvelabs.marengo-embed-3-0-v1:0",
    family: "marengo",
    quotaGroup: "marengo3",
    bareRegions: ["us-east-1", "ap-northeast-2"],
    profiles: { us: from(US_WITHOUT_WEST_1, US_WITHOUT_WEST_1), eu: from(EU, EU) },
    asyncRegions: ["us-east-1", "eu-west-1", "ap-northeast-2"],
    streams: false,
    dimensions: 512,
    maxSeconds: 4 * HOUR,
    maxBytes: 6_000_000_000,
    maxTextTokens: 500,
    requestsPerMinute: 500,
  },
  {
    key: "marengo-2.7",
    id: "twelvelabs.marengo-embed-2-7-v1:0",
    family: "marengo",
    quotaGroup: "marengo2",
    bareRegions: [],
    profiles: { us: from(US_EAST_WEST, US_EAST_WEST), eu: from(EU, EU) },
    asyncRegions: ["us-east-1", "eu-west-1", "ap-northeast-2"],
    streams: false,
    // The last day of the model is 30 November 2026.
    endOfLife: "2026-12-01T00:00:00Z",
    dimensions: 1024,
    maxSeconds: 2 * HOUR,
    maxBytes: TWO_GB,
    maxTextTokens: 77,
    requestsPerMinute: 100,
  },
];

/** The ARN of a model in a region (empty for the form that global profiles use). */
export function foundationModelArn(region: string, model: Model): string {
  return `arn:aws:bedrock:${region}::foundation-model/${model.id}`;
}

/** The ARN of a profile as seen from the account and region that call it. */
export function inferenceProfileArn(place: Place, prefix: string, model: Model): string {
  return `arn:aws:bedrock:${place.region}:${place.account}:inference-profile/${prefix}.${model.id}`;
}
