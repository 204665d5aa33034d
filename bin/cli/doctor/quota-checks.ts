import { readFile } from "node:fs/promises";
import * as z from "zod";
import { parseConfig } from "../../../lib/config.ts";
import { clientSettings } from "../aws-clients.ts";
import { type Check, cloudIn, type Patient, Skipped, Wrong } from "./check.ts";

/**
 * Requests a minute to a model: the code of its quota in Service Quotas, and what its lane makes at the most, from the
 * usual length of a call (as the options of lib/config.ts count it).
 */
const QUOTAS = [
  { name: "Pegasus", code: "L-5E8692C5", field: "analyzeConcurrency", callSec: 10 },
  { name: "Marengo", code: "L-8CBCC2C0", field: "embedConcurrency", callSec: 0.5 },
] as const;
type Quota = (typeof QUOTAS)[number];

export const QUOTA_CHECKS: readonly Check[] = QUOTAS.map((quota) => ({
  name: quota.name,
  look: (patient) => enough(patient, quota),
}));

async function enough(patient: Patient, { code, field, callSec }: Quota): Promise<string> {
  const aws = cloudIn(patient);
  const { GetServiceQuotaCommand, ServiceQuotasClient } = await import("@aws-sdk/client-service-quotas");
  const client = new ServiceQuotasClient(clientSettings(aws));
  const asked = new GetServiceQuotaCommand({ ServiceCode: "bedrock", QuotaCode: code });
  const { Quota } = await client.send(asked);
  if (Quota?.Value === undefined) throw new Skipped(`Service Quotas gives no value for ${code}`);
  const concurrency = (await config())[field];
  const wanted = (concurrency * 60) / callSec;
  const seen = `${Quota.Value} requests a minute; ${field} ${concurrency} makes at most about ${wanted}`;
  if (Quota.Value < wanted)
    throw new Wrong(
      seen,
      `Ask for more in Service Quotas (${code}), or deploy with a smaller -c ${field}; what is too much waits in the lane.`,
    );
  return seen;
}

const Cdk = z.object({ context: z.record(z.string(), z.unknown()) });

/** The configuration of this checkout; what was given to the deployment by -c, only the person knows. */
async function config() {
  const text = await readFile(new URL("../../../cdk.json", import.meta.url), "utf8");
  return parseConfig(Cdk.parse(JSON.parse(text)).context, new Date());
}
