import { IndexAnswer, pageOf } from "./answers.ts";
import { type Api, ApiFailure } from "./api.ts";
import { CliError, usageError } from "./failure.ts";
import { listed } from "./pages.ts";

export const ID = /^[0-9a-f]{24}$/;
/** The index of what is put into no other. */
export const DEFAULT_INDEX = "default";
/** Names in one message. */
const SHOWN_NAMES = 10;

/** An index by its name or its id; undefined when there is none. */
export async function lookUpIndex(api: Api, nameOrId: string): Promise<IndexAnswer | undefined> {
  if (ID.test(nameOrId)) {
    const found = await api.json(IndexAnswer, { path: `/indexes/${nameOrId}` }).catch(absent);
    if (found !== undefined) return found;
  }
  const query = { index_name: nameOrId, page_limit: 1 };
  return (await api.json(pageOf(IndexAnswer), { path: "/indexes", query })).data[0];
}

/** @throws CliError with the names that there are */
export async function findIndex(api: Api, nameOrId: string): Promise<IndexAnswer> {
  const found = await lookUpIndex(api, nameOrId);
  if (found !== undefined) return found;
  throw new CliError(`There is no index "${nameOrId}"; ${await whichThereAre(api)}.`);
}

/**
 * The index that is meant when none is named: the only one, or else the one called `default`.
 * @throws CliError with the names that there are
 */
export async function chooseIndex(api: Api, nameOrId: string | undefined): Promise<IndexAnswer> {
  if (nameOrId !== undefined) return findIndex(api, nameOrId);
  const answer = await api.json(pageOf(IndexAnswer), { path: "/indexes", query: { page_limit: 2 } });
  const [first, second] = answer.data;
  if (first !== undefined && second === undefined) return first;
  const byName = first === undefined ? undefined : await lookUpIndex(api, DEFAULT_INDEX);
  if (byName !== undefined) return byName;
  if (first === undefined) throw new CliError("There is no index yet; reelbase put makes one.");
  throw usageError(`Say which index with --index; ${await whichThereAre(api)}.`);
}

async function whichThereAre(api: Api): Promise<string> {
  const names: string[] = [];
  for await (const { index_name } of listed(api, IndexAnswer, "/indexes")) {
    if (names.push(index_name) > SHOWN_NAMES) break;
  }
  if (names.length === 0) return "there is none yet";
  const more = names.length > SHOWN_NAMES ? ", …" : "";
  return `there ${names.length === 1 ? "is" : "are"} ${names.slice(0, SHOWN_NAMES).join(", ")}${more}`;
}

/** Undefined for an id that names nothing. */
export function absent(error: unknown): undefined {
  if (error instanceof ApiFailure && error.code === "resource_not_exists") return undefined;
  throw error;
}
