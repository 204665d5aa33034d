import { parseEmbeddingResponse, parseOutputItem } from "../contracts/embedding.ts";
import { marengo3ImageRequest, marengo3TextRequest, marengo3VideoRequest } from "../contracts/marengo-3.ts";
import { CALIBRATION } from "./calibration.ts";
import { GIGABYTE, HOUR, PLATFORM_MEDIA } from "./media-limits.ts";
import type { EmbeddingModel } from "./model.ts";

const US = ["us-east-1", "us-east-2", "us-west-2"];
const EU = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"];

const SHAPE = {
  dimension: 512,
  options: ["visual", "audio", "transcription"],
  scopes: ["clip", "asset"],
} as const;

export const MARENGO_3_0: EmbeddingModel = {
  key: "marengo-3.0",
  family: "marengo",
  shortName: "me3",
  name: "Marengo Embed 3.0",
  modelId: "twelvelabs.marengo-embed-3-0-v1:0",
  status: "active",
  endOfLife: null,
  replacement: null,
  routes: {
    bare: ["us-east-1", "ap-northeast-2"],
    geographic: { us: { "us-east-1": US }, eu: { "eu-west-1": EU } },
    global: [],
  },
  asyncRegions: ["us-east-1", "eu-west-1", "ap-northeast-2"],
  limits: { ...PLATFORM_MEDIA, maxSeconds: 4 * HOUR, maxBytes: 6 * GIGABYTE },
  requestsPerMinute: 500,
  dimension: SHAPE.dimension,
  metric: "cosine",
  embeddingOptions: SHAPE.options,
  audioOptions: ["audio", "transcription"],
  textSearch: {
    visual: "visual",
    conversation: "transcription",
    text_in_video: "visual",
    logo: "visual",
    audio: "audio",
  },
  imageSearch: "visual",
  calibration: CALIBRATION,
  scopes: SHAPE.scopes,
  maxTextTokens: 500,
  maxImageBytes: 5_000_000,
  prices: { videoSecond: 0.0007, audioSecond: 0.00014, image: 0.0001, textRequest: 7e-5 },
  buildVideoRequest: marengo3VideoRequest,
  buildTextRequest: marengo3TextRequest,
  buildImageRequest: marengo3ImageRequest,
  parseItem: (item) => parseOutputItem(item, SHAPE),
  parseResponse: (body) => parseEmbeddingResponse(body, SHAPE.dimension),
};
