import { dynamoDbApiKeys } from "../../../lambda/adapters/query/api-keys.ts";
import { keyRefusal } from "../../../lambda/domain/api-key.ts";
import { apiKeyHash } from "../../../lambda/keys.ts";
import { EmbedAnswer, IndexAnswer, pageOf } from "../answers.ts";
import { ApiFailure } from "../api.ts";
import { tableClient } from "../aws-clients.ts";
import { outputOf } from "../connection.ts";
import { awsIn, type Check, type Patient, Skipped, Wrong } from "./check.ts";

const NEW_KEY = "Make one with reelbase keys create, and give it with --key or REELBASE_API_KEY.";

export const API_CHECKS: readonly Check[] = [
  { name: "API", look: reachable },
  { name: "key", look: keyState },
  { name: "models", look: embedsText },
];

async function reachable({ api, connection }: Patient): Promise<string> {
  try {
    const query = { page_limit: 1 };
    const { page_info } = await api.json(pageOf(IndexAnswer), { path: "/indexes", query });
    return `${connection.apiUrl} answers; indexes: ${page_info.total_results ?? 0}`;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const isEntry = error.status === 401 || error.status === 403;
    throw new Wrong(
      error.message,
      isEntry
        ? NEW_KEY
        : "Look at the alarms and the log of the query function; docs/operate.md has an entry for each.",
    );
  }
}

/** The API does not say what a key may do; the table does. */
async function keyState(patient: Patient): Promise<string> {
  const { apiKey } = patient.connection;
  if (apiKey === undefined) throw new Skipped("no key is given: requests are signed by AWS credentials");
  const aws = awsIn(patient);
  const keys = dynamoDbApiKeys(await tableClient(aws), outputOf(aws, "TableName"));
  const key = await keys.get(apiKeyHash(apiKey));
  if (key === undefined) throw new Wrong("the key is none of this deployment", NEW_KEY);
  const refusal = keyRefusal(key, patient.io.now());
  if (refusal !== undefined)
    throw new Wrong(
      `the key "${key.name}" ${refusal === "api_key_expired" ? "has expired" : "was revoked"}`,
      NEW_KEY,
    );
  const indexes = key.indexIds === undefined ? "all indexes" : `${key.indexIds.length} of the indexes`;
  const until = key.expiresAt === undefined ? "" : `, until ${key.expiresAt.slice(0, 10)}`;
  return `"${key.name}" may ${key.scopes.join(" and ")} in ${indexes}${until}`;
}

/** One call of the embedding model, a fraction of a cent; the same text is not paid for again. */
async function embedsText({ api }: Patient): Promise<string> {
  const body = { input_type: "text", text: { input_text: "reelbase doctor" } };
  try {
    const { data } = await api.json(EmbedAnswer, { method: "POST", path: "/embed-v2", body });
    return `a text embedding of ${data[0]?.embedding.length ?? 0} numbers (one cheap call; Pegasus is not called, as that bills a video)`;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    throw new Wrong(
      error.message,
      "Ask for access to the TwelveLabs models in the Bedrock console of this region, and try again.",
    );
  }
}
