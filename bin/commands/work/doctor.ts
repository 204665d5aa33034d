import { API_CHECKS } from "../../cli/doctor/api-checks.ts";
import { BASE_CHECKS, RESOURCE_CHECKS } from "../../cli/doctor/aws-checks.ts";
import type { Finding } from "../../cli/doctor/check.ts";
import { examine } from "../../cli/doctor/examine.ts";
import { QUEUE_CHECK } from "../../cli/doctor/queue-check.ts";
import { QUOTA_CHECKS } from "../../cli/doctor/quota-checks.ts";
import { EXIT } from "../../cli/failure.ts";
import type { Session } from "../../cli/session.ts";
import { labelled } from "../../cli/view/rows.ts";

const MARKS = { ok: "✓", wrong: "✗", skipped: "–" } as const;

export async function doctor(session: Session): Promise<number> {
  const { output, io } = session;
  const patient = { io, connection: await session.connection(), api: await session.api() };
  const checks = [...BASE_CHECKS, ...API_CHECKS, ...RESOURCE_CHECKS, QUEUE_CHECK, ...QUOTA_CHECKS];
  let wrongs = 0;
  async function* findings() {
    for await (const each of examine(checks, patient)) {
      if (each.result === "wrong") wrongs++;
      yield each;
    }
  }
  if (output.json) await output.list(findings(), [], () => ({ wrong: wrongs }));
  else {
    for await (const each of findings()) await output.text(findingText(each, io.columns));
    output.notice(wrongs === 0 ? "Everything that was looked at is in place." : `${wrongs} to mend.`);
  }
  return wrongs === 0 ? EXIT.fine : EXIT.failed;
}

function findingText({ name, result, seen, todo = "" }: Finding, columns: number | undefined): string {
  const [first = "", ...more] = labelled(name, seen, columns);
  return [`${MARKS[result]} ${first.slice(2)}`, ...more, ...labelled("", todo, columns)].join("\n");
}
