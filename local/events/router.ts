import type { Operation } from "./context.ts";
import { describeRule } from "./operations/describe-rule.ts";
import { listRules } from "./operations/list-rules.ts";
import { listTargetsByRule } from "./operations/list-targets-by-rule.ts";
import { putEvents } from "./operations/put-events.ts";
import { testEventPattern } from "./operations/test-event-pattern.ts";

/** Operations under their wire names. What is not here is refused; rules come from the template alone. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ["DescribeRule", describeRule],
  ["ListRules", listRules],
  ["ListTargetsByRule", listTargetsByRule],
  ["PutEvents", putEvents],
  ["TestEventPattern", testEventPattern],
]);
