import { parsePegasusResponse, pegasusRequest } from "../contracts/pegasus.ts";
import { GIGABYTE, HOUR, PLATFORM_MEDIA } from "./media-limits.ts";
import type { AnalysisModel } from "./model.ts";
import { US_SOURCES } from "./pegasus-1-2.ts";
import { GLOBAL_SOURCES } from "./route.ts";

export const PEGASUS_1_5: AnalysisModel = {
  key: "pegasus-1.5",
  family: "pegasus",
  shortName: "pe15",
  name: "Pegasus 1.5",
  modelId: "twelvelabs.pegasus-1-5-v1:0",
  status: "active",
  endOfLife: null,
  replacement: null,
  // Its regions beyond the sources of the US profile are not published; those of Pegasus 1.2 are assumed.
  routes: { bare: [], geographic: { us: US_SOURCES }, global: GLOBAL_SOURCES },
  limits: {
    ...PLATFORM_MEDIA,
    maxSeconds: 2 * HOUR,
    // "Less than 2 GB": the bound itself is refused.
    maxBytes: 2 * GIGABYTE - 1,
  },
  // The quota that is published for Pegasus as a whole.
  requestsPerMinute: 60,
  // Not published for 1.5; the bound of 1.2 is kept.
  maxPromptTokens: 2000,
  minOutputTokens: 512,
  maxOutputTokens: 98_304,
  prices: { videoSecond: null, outputToken: null },
  buildRequest: pegasusRequest,
  parseResponse: parsePegasusResponse,
};
