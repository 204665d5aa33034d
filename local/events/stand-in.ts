import type { Clock } from "../clock.ts";
import { targetProtocol } from "../json-protocol.ts";
import type { BusEvent, JsonService, Place, StandIn } from "../service.ts";
import type { Store } from "../store.ts";
import type { EventsContext } from "./context.ts";
import { createDeliveries } from "./deliveries.ts";
import { notSupported, validationError } from "./errors.ts";
import { operations } from "./router.ts";
import { compileRule, type Rule, type RuleOptions } from "./rule.ts";
import type { TargetServices } from "./send.ts";

export type { RuleOptions, RuleTarget } from "./rule.ts";

export interface EventsStandIn extends StandIn, JsonService {
  /**
   * Adds a rule. A rule on a bus other than `default` brings that bus into being.
   * @throws ServiceError for whatever in it is not known: an operator, a target, a path, a template
   */
  createRule(rule: RuleOptions): void;
  /**
   * Puts an event on the default bus. Resolves when each matching target or its dead-letter queue has the event,
   * or when the event is in the store for further tries (always so for functions, which run in the background).
   */
  deliver(event: BusEvent): Promise<void>;
  /** Takes up the deliveries that an earlier process left. To be called once, when all rules and targets exist. */
  start(): Promise<void>;
  /**
   * Stops further tries; what has not arrived stays in the store. Resolves when the deliveries under way have
   * ended, which for a running function may need the function host to close at the same time.
   */
  close(): Promise<void>;
}

/** Opens the stand-in of EventBridge. Rules are not stored: the template brings them at each start. */
export function createEvents(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: Place;
  readonly targets: TargetServices;
  /** Sees each event that is put on a bus, before its targets do; at least once, like them. */
  readonly onEvent?: ((event: BusEvent) => void) | undefined;
}): EventsStandIn {
  const { store, clock, place, targets, onEvent } = options;
  const rules = new Map<string, Rule>();
  const deliveries = createDeliveries(store, clock, targets);

  const deliver = async (busName: string, event: BusEvent): Promise<void> => {
    onEvent?.(event);
    const onBus = [...rules.values()].filter((rule) => rule.busName === busName);
    if (onBus.length === 0 && busName !== "default") {
      // The service accepts and forgets such an event; here somebody is there to read of it.
      console.error(`event ${event.id} is lost: no rule is on the event bus ${busName}`);
    }
    const matching = onBus.filter((rule) => rule.enabled && rule.matches(event));
    await Promise.all(
      matching.flatMap((rule) => rule.targets.map((target) => deliveries.deliver(rule, target, event))),
    );
  };
  const context: EventsContext = { clock, place, rules, deliver };
  const service: JsonService = {
    async execute(operation, input, caller) {
      const run = operations.get(operation);
      if (run === undefined) throw notSupported(`the operation ${operation}`);
      return run(context, input, caller);
    },
  };
  return {
    execute: service.execute,
    handle: targetProtocol(service, "1.1"),
    createRule(given) {
      const rule = compileRule(given);
      const key = `${rule.busName}/${rule.name}`;
      if (rules.has(key)) throw validationError(`The rule ${key} exists already.`);
      rules.set(key, rule);
    },
    deliver: (event) => deliver("default", event),
    start: () => deliveries.resume((busName, ruleName) => rules.get(`${busName}/${ruleName}`)),
    close: () => deliveries.close(),
  };
}
