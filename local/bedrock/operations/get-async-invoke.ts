import type { Caller, Place } from "../../service.ts";
import { jobArn, jobView } from "../async/job.ts";
import type { Jobs } from "../async/jobs.ts";
import { validation } from "../errors.ts";

/** `GetAsyncInvoke`. The API knows no 404 here: an unknown ARN is an invalid request. */
export async function getAsyncInvoke(
  arn: string,
  caller: Caller,
  jobs: Jobs,
  place: Place,
): Promise<Record<string, unknown>> {
  const id = /^arn:aws:bedrock:[a-z0-9-]+:\d{12}:async-invoke\/(?<id>[a-z0-9]{12})$/.exec(arn)?.groups?.[
    "id"
  ];
  if (id === undefined) throw validation("The provided invocation ARN is invalid.");
  caller.authorize("bedrock:GetAsyncInvoke", arn);
  const job = arn === jobArn(place, id) ? await jobs.records.get(id) : undefined;
  if (job === undefined) throw validation("The provided invocation ARN does not exist.");
  return jobView(job);
}
