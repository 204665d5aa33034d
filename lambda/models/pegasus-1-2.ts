import { parsePegasusResponse, pegasusRequest } from "../contracts/pegasus.ts";
import { GIGABYTE, HOUR, PLATFORM_MEDIA } from "./media-limits.ts";
import type { AnalysisModel } from "./model.ts";
import { GLOBAL_SOURCES } from "./route.ts";

const THREE_US = ["us-east-1", "us-east-2", "us-west-2"];
const ALL_US = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"];
const EU = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"];

export const US_SOURCES = {
  "us-east-1": ALL_US,
  "us-east-2": THREE_US,
  "us-west-1": ALL_US,
  "us-west-2": THREE_US,
};

const EU_SOURCES = {
  ...Object.fromEntries(EU.map((source) => [source, EU])),
  // These two serve only what comes from themselves.
  "eu-central-2": [...EU, "eu-central-2"],
  "eu-west-2": [...EU, "eu-west-2"],
};

export const PEGASUS_1_2: AnalysisModel = {
  key: "pegasus-1.2",
  family: "pegasus",
  shortName: "pe12",
  name: "Pegasus 1.2",
  modelId: "twelvelabs.pegasus-1-2-v1:0",
  status: "active",
  endOfLife: null,
  replacement: null,
  routes: {
    bare: ["us-east-1", "ap-northeast-2"],
    geographic: { us: US_SOURCES, eu: EU_SOURCES },
    global: GLOBAL_SOURCES,
  },
  limits: {
    ...PLATFORM_MEDIA,
    maxSeconds: HOUR,
    // "Less than 2 GB": the bound itself is refused.
    maxBytes: 2 * GIGABYTE - 1,
  },
  requestsPerMinute: 60,
  maxPromptTokens: 2000,
  minOutputTokens: 1,
  maxOutputTokens: 4096,
  prices: { videoSecond: 0.00049, outputToken: 7.5e-6 },
  buildRequest: pegasusRequest,
  parseResponse: parsePegasusResponse,
};
