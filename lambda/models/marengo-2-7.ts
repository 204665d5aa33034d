import { parseEmbeddingResponse, parseOutputItem } from "../contracts/embedding.ts";
import {
  marengo27ImageRequest,
  marengo27TextRequest,
  marengo27VideoRequest,
} from "../contracts/marengo-2-7.ts";
import { CALIBRATION } from "./calibration.ts";
import { GIGABYTE, HOUR, PLATFORM_MEDIA } from "./media-limits.ts";
import type { EmbeddingModel } from "./model.ts";

const US = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"];
const EU = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"];

const SHAPE = {
  dimension: 1024,
  options: ["visual-text", "visual-image", "audio"],
  // Its wire has no scopes: every item is a clip.
  scopes: ["clip"],
} as const;

/** Kept for libraries that were embedded with it; its vectors cannot be compared with those of 3.0. */
export const MARENGO_2_7: EmbeddingModel = {
  key: "marengo-2.7",
  family: "marengo",
  shortName: "me27",
  name: "Marengo Embed 2.7",
  modelId: "twelvelabs.marengo-embed-2-7-v1:0",
  status: "legacy",
  endOfLife: "2026-11-30",
  replacement: "marengo-3.0",
  routes: {
    bare: [],
    geographic: { us: { "us-east-1": US }, eu: { "eu-west-1": EU } },
    global: [],
  },
  asyncRegions: ["us-east-1", "eu-west-1"],
  limits: { ...PLATFORM_MEDIA, maxSeconds: 2 * HOUR, maxBytes: 2 * GIGABYTE },
  requestsPerMinute: 100,
  dimension: SHAPE.dimension,
  metric: "cosine",
  embeddingOptions: SHAPE.options,
  audioOptions: ["audio"],
  textSearch: {
    visual: "visual-text",
    conversation: "audio",
    text_in_video: "visual-text",
    logo: "visual-text",
    audio: "audio",
  },
  imageSearch: "visual-image",
  calibration: CALIBRATION,
  scopes: SHAPE.scopes,
  maxTextTokens: 77,
  maxImageBytes: 5_000_000,
  prices: { videoSecond: 0.0007, audioSecond: 0.00014, image: 0.0001, textRequest: 7e-5 },
  buildVideoRequest: marengo27VideoRequest,
  buildTextRequest: marengo27TextRequest,
  buildImageRequest: marengo27ImageRequest,
  parseItem: (item) => parseOutputItem(item, SHAPE),
  parseResponse: (body) => parseEmbeddingResponse(body, SHAPE.dimension),
};
