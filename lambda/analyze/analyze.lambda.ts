import { bedrockAnalysis } from "../adapters/bedrock.ts";
import { bedrockForAnalysis, s3 } from "../adapters/clients.ts";
import { requireEnv, settingsFromEnv } from "../adapters/env.ts";
import { lanePortsFromEnv } from "../adapters/lane-ports.ts";
import { s3Objects } from "../adapters/s3-objects.ts";
import { laneWorker } from "../lane/worker.ts";
import { analysisModel } from "../models.ts";
import { analyze } from "./analyze.ts";

const settings = settingsFromEnv();
const model = analysisModel(settings.pegasus);
const ports = lanePortsFromEnv();

export const handler = laneWorker(
  ports,
  "analyze",
  analyze({
    catalog: ports.catalog,
    work: s3Objects(s3(), requireEnv("WORK_BUCKET")),
    service: bedrockAnalysis(bedrockForAnalysis(), model, requireEnv("AWS_REGION")),
    model,
    settings,
    accountId: requireEnv("ACCOUNT_ID"),
  }),
);
