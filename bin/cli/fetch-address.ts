import { Created } from "./answers.ts";
import type { Api } from "./api.ts";
import type { TargetIndex } from "./index-for.ts";
import type { PutVideo } from "./put-results.ts";

/** Has the file behind an address fetched. */
export async function fetchAddress(
  api: Api,
  { indexId }: TargetIndex,
  url: string,
  metadata: Readonly<Record<string, string>>,
): Promise<PutVideo> {
  const body = { index_id: indexId, url, ...(Object.keys(metadata).length > 0 ? { metadata } : {}) };
  const { _id } = await api.json(Created, { method: "POST", path: "/tasks", body });
  return { name: nameOf(url), id: _id };
}

/** Without what may be secret in an address. */
const nameOf = (url: string) => (URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : url);
