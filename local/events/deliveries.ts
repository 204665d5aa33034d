import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { BusEvent } from "../service.ts";
import type { Store } from "../store.ts";
import { type Attempts, judge, type Verdict } from "./retry.ts";
import type { Rule, Target } from "./rule.ts";
import { queueUrl, send, type TargetServices } from "./send.ts";

/** An event on its way to one target, as it is stored while it has not arrived. */
interface Delivery extends Attempts {
  readonly busName: string;
  readonly ruleName: string;
  readonly targetId: string;
  readonly event: BusEvent;
}

export interface Deliveries {
  /**
   * Gives the event to the target. Resolves when the target has it, when its dead-letter queue has it, or when it
   * is stored for further tries; a function only counts as having it when it ran, and that is not waited for.
   */
  deliver(rule: Rule, target: Target, event: BusEvent): Promise<void>;
  /** Takes up what an earlier process left. */
  resume(find: (busName: string, ruleName: string) => Rule | undefined): Promise<void>;
  /** Stops trying; what has not arrived stays in the store. Resolves when the tries under way have ended. */
  close(): Promise<void>;
}

export function createDeliveries(store: Store, clock: Clock, services: TargetServices): Deliveries {
  const records = store.records<Delivery>("events-delivery");
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  /** In the keys of all deliveries that this process stores, so that it does not take them for left ones. */
  const session = randomUUID();
  let count = 0;

  /** One try. */
  async function attempt(rule: Rule, target: Target, delivery: Delivery): Promise<[Delivery, Verdict?]> {
    try {
      const ingestionTime = new Date(delivery.acceptedAt).toISOString();
      const occasion = { event: delivery.event, ruleName: rule.name, ruleArn: rule.arn, ingestionTime };
      await send(services, target, target.payload(occasion));
      return [delivery];
    } catch (error) {
      const byFunction = error instanceof Error && error.name === "FunctionFailed";
      const tried = {
        ...delivery,
        failures: delivery.failures + (byFunction ? 0 : 1),
        functionFailures: delivery.functionFailures + (byFunction ? 1 : 0),
      };
      const verdict = judge(error, tried, clock.now());
      if (verdict.next !== "retry") await giveUp(rule, target, tried, verdict, error);
      return [tried, verdict];
    }
  }

  /** The dead-letter queue gets the event, and says why. An event that ends here without one is told of loudly. */
  async function giveUp(rule: Rule, target: Target, delivery: Delivery, verdict: Verdict, error: unknown) {
    const lost = `event ${delivery.event.id} of rule ${rule.name} is lost to ${target.arn}:`;
    if (verdict.next !== "dead-letter" || target.deadLetterArn === undefined) {
      console.error(lost, error);
      return;
    }
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: verdict.code,
      ERROR_MESSAGE: String(error instanceof Error ? error.message : error) || verdict.code,
      RETRY_ATTEMPTS: String(delivery.failures - 1),
      ...(verdict.exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: verdict.exhausted }),
    };
    const message = {
      QueueUrl: queueUrl(target.deadLetterArn),
      MessageBody: JSON.stringify(delivery.event),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
      ),
    };
    try {
      await services.sqs.execute("SendMessage", message, target.caller);
    } catch (refused) {
      console.error(lost, error, "and the dead-letter queue does not take it:", refused);
    }
  }

  /** Tries until the delivery has arrived or is given up, then forgets it. */
  async function persist(key: string, rule: Rule, target: Target, first: Delivery, firstWaitMs: number) {
    let delivery = first;
    let waitMs = firstWaitMs;
    while (true) {
      await clock.sleep(waitMs, closing.signal);
      if (closing.signal.aborted) return;
      const [tried, verdict] = await attempt(rule, target, delivery);
      if (verdict?.next !== "retry") break;
      delivery = tried;
      waitMs = verdict.waitMs;
      await records.put(key, delivery);
    }
    await records.delete(key);
  }

  function inBackground(key: string, rule: Rule, target: Target, delivery: Delivery, waitMs = 0): void {
    const work: Promise<void> = persist(key, rule, target, delivery, waitMs)
      .catch((error) => console.error(`event ${delivery.event.id} stays undelivered until a restart:`, error))
      .finally(() => running.delete(work));
    running.add(work);
  }

  return {
    async deliver(rule, target, event) {
      const acceptedAt = clock.now();
      let delivery: Delivery = {
        busName: rule.busName,
        ruleName: rule.name,
        targetId: target.id,
        event,
        acceptedAt,
        failures: 0,
        functionFailures: 0,
      };
      let waitMs = 0;
      if (target.service !== "lambda") {
        const [tried, verdict] = await attempt(rule, target, delivery);
        if (verdict?.next !== "retry") return;
        delivery = tried;
        waitMs = verdict.waitMs;
      }
      const key = `${String(Math.floor(acceptedAt)).padStart(16, "0")}-${session}-${count++}`;
      await records.put(key, delivery);
      inBackground(key, rule, target, delivery, waitMs);
    },
    async resume(find) {
      for await (const [key, delivery] of records.entries()) {
        if (key.includes(session)) continue;
        const rule = find(delivery.busName, delivery.ruleName);
        const target = rule?.targets.find(({ id }) => id === delivery.targetId);
        if (rule !== undefined && target !== undefined) {
          inBackground(key, rule, target, delivery);
        } else {
          console.error(
            `event ${delivery.event.id} is lost: the rule ${delivery.ruleName} has no target ${delivery.targetId} any more`,
          );
          await records.delete(key);
        }
      }
    },
    async close() {
      closing.abort();
      await Promise.all(running);
    },
  };
}
