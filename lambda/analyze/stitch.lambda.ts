import { s3 } from "../adapters/clients.ts";
import { requireEnv } from "../adapters/env.ts";
import { lambdaLog } from "../adapters/logger.ts";
import { s3Objects } from "../adapters/s3-objects.ts";
import { stitch } from "./stitch.ts";

export const handler = stitch({ work: s3Objects(s3(), requireEnv("WORK_BUCKET")), log: lambdaLog() });
