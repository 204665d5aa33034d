import type { Caller } from "../../service.ts";
import { type Job, jobView } from "../async/job.ts";
import type { Jobs } from "../async/jobs.ts";
import { validation } from "../errors.ts";

const PARAMETERS = [
  "submitTimeAfter",
  "submitTimeBefore",
  "statusEquals",
  "maxResults",
  "nextToken",
  "sortBy",
  "sortOrder",
];
const STATUSES = ["InProgress", "Completed", "Failed"];
const MAX_RESULTS = 1000;
const DEFAULT_RESULTS = 100;

/** `ListAsyncInvokes`: newest first unless asked otherwise. */
export async function listAsyncInvokes(query: string, caller: Caller, jobs: Jobs) {
  const wish = read(query);
  caller.authorize("bedrock:ListAsyncInvokes", "*");
  const found: Job[] = [];
  for await (const [, job] of jobs.records.entries()) {
    if (wish.status !== undefined && job.status !== wish.status) continue;
    const submitted = Date.parse(job.submitTime);
    if (submitted > wish.after && submitted < wish.before) found.push(job);
  }
  found.sort((a, b) => wish.direction * (orderKey(a) < orderKey(b) ? -1 : 1));
  const from = wish.from === undefined ? 0 : found.findIndex((job) => orderKey(job) === wish.from) + 1;
  if (wish.from !== undefined && from === 0) throw invalid("nextToken", wish.from);
  const page = found.slice(from, from + wish.most);
  const last = page.at(-1);
  const more = from + page.length < found.length && last !== undefined;
  return {
    asyncInvokeSummaries: page.map(jobView),
    ...(more ? { nextToken: Buffer.from(orderKey(last)).toString("base64url") } : {}),
  };
}

const orderKey = ({ submitTime, id }: Job) => `${submitTime}/${id}`;

function read(query: string) {
  const given = new URLSearchParams(query);
  for (const name of given.keys())
    if (!PARAMETERS.includes(name)) throw validation(`Unknown parameter ${name}.`);
  const status = given.get("statusEquals") ?? undefined;
  if (status !== undefined && !STATUSES.includes(status)) throw invalid("statusEquals", status);
  const order = given.get("sortOrder") ?? "Descending";
  if (order !== "Ascending" && order !== "Descending") throw invalid("sortOrder", order);
  const sortBy = given.get("sortBy") ?? "SubmissionTime";
  if (sortBy !== "SubmissionTime") throw invalid("sortBy", sortBy);
  const most = Number(given.get("maxResults") ?? DEFAULT_RESULTS);
  if (!Number.isInteger(most) || most < 1 || most > MAX_RESULTS) throw invalid("maxResults", String(most));
  const token = given.get("nextToken");
  return {
    status,
    most,
    direction: order === "Ascending" ? 1 : -1,
    after: time(given, "submitTimeAfter", Number.NEGATIVE_INFINITY),
    before: time(given, "submitTimeBefore", Number.POSITIVE_INFINITY),
    from: token === null ? undefined : Buffer.from(token, "base64url").toString(),
  };
}

function time(given: URLSearchParams, name: string, otherwise: number): number {
  const text = given.get(name);
  const value = text === null ? otherwise : Date.parse(text);
  if (Number.isNaN(value)) throw invalid(name, text ?? "");
  return value;
}

const invalid = (name: string, value: string) =>
  validation(`1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint`);
