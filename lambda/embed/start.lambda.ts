import { bedrockEmbeddings } from "../adapters/bedrock.ts";
import { bedrockForInvocations, s3 } from "../adapters/clients.ts";
import { requireEnv, settingsFromEnv } from "../adapters/env.ts";
import { lanePortsFromEnv } from "../adapters/lane-ports.ts";
import { s3Objects } from "../adapters/s3-objects.ts";
import { laneWorker } from "../lane/worker.ts";
import { embeddingModel } from "../models.ts";
import { start } from "./start.ts";

const settings = settingsFromEnv();
const model = embeddingModel(settings.marengo);
const accountId = requireEnv("ACCOUNT_ID");
const workBucket = requireEnv("WORK_BUCKET");
const ports = lanePortsFromEnv();

export const handler = laneWorker(
  ports,
  "embed",
  start({
    catalog: ports.catalog,
    work: s3Objects(s3(), workBucket),
    service: bedrockEmbeddings(bedrockForInvocations(), model, accountId),
    model,
    settings,
    workBucket,
    accountId,
  }),
);
