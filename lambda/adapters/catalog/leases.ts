import { randomUUID } from "node:crypto";
import { UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { runKey } from "../../keys.ts";
import type { Catalog } from "../../ports.ts";
import { held } from "./conditions.ts";
import type { Table } from "./table.ts";

/** A holder that died is waited for this long at most. */
const LIFE_MS = 20_000;
/** Three renewals may fail before the lease is lost. */
const RENEW_MS = 5_000;

/** Work of a run that one worker at a time may do; the lease stands on the run's record while it lasts. */
export function leases(table: Table): Pick<Catalog, "takeLease"> {
  return {
    takeLease: async ({ videoId, runId }, work) => {
      const holder = randomUUID();
      const lease = `lease-${work}`;
      const update = (change: Omit<UpdateCommandInput, "TableName" | "Key">) =>
        held(() =>
          table.client.send(
            new UpdateCommand({ TableName: table.name, Key: runKey(videoId, runId), ...change }),
          ),
        );
      const write = () => update(taking(lease, holder, Date.now()));
      if (!(await write())) return undefined;
      // A renewal that fails is no failure of the work: the next one comes soon.
      const renewal = setInterval(() => void write().catch(() => undefined), RENEW_MS);
      renewal.unref();
      return {
        release: async () => {
          clearInterval(renewal);
          await update(giving(lease, holder));
        },
      };
    },
  };
}

/** Free, run out, or held by the same holder already. */
function taking(lease: string, holder: string, nowMs: number) {
  return {
    UpdateExpression: "SET #lease = :lease",
    ConditionExpression: "attribute_not_exists(#lease) OR #lease.#until < :now OR #lease.#holder = :holder",
    ExpressionAttributeNames: { "#lease": lease, "#holder": "holder", "#until": "until" },
    ExpressionAttributeValues: {
      ":lease": { holder, until: nowMs + LIFE_MS },
      ":holder": holder,
      ":now": nowMs,
    },
  };
}

function giving(lease: string, holder: string) {
  return {
    UpdateExpression: "REMOVE #lease",
    ConditionExpression: "#lease.#holder = :holder",
    ExpressionAttributeNames: { "#lease": lease, "#holder": "holder" },
    ExpressionAttributeValues: { ":holder": holder },
  };
}
