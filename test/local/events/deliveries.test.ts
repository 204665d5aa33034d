import { cp, rm } from "node:fs/promises";
import { wallClock } from "../../../local/clock.ts";
import type { RuleOptions, RuleTarget } from "../../../local/events/stand-in.ts";
import { type FunctionHost, type JsonService, ServiceError } from "../../../local/service.ts";
import { developer } from "../serve.ts";
import { anEvent } from "./factories.ts";
import { callerWith, type Host, openHost, receiveBodies, receiveMessages, temporaryFolder } from "./host.ts";

const QUEUE = "arn:aws:sqs:eu-west-1:123456789012:uploads";
const DEAD = "arn:aws:sqs:eu-west-1:123456789012:dead";
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:output-event";
const MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:workflow";
const RULE = "arn:aws:events:eu-west-1:123456789012:rule/uploads";

const throttled = () => new ServiceError("TooManyRequestsException", "Rate Exceeded.", 429);

let dir: string;
let host: Host;
let dead: { url: string };
/** What was written to standard error. */
let errors: string[];
const consoleError = console.error;

beforeEach(async () => {
  errors = [];
  console.error = (...parts: unknown[]) => void errors.push(parts.map(String).join(" "));
  dir = await temporaryFolder();
});

afterEach(async () => {
  await host.close();
  console.error = consoleError;
  await rm(dir, { recursive: true });
});

/** Opens the stand-ins with one rule, whose dead-letter queue is there. */
async function open(
  target: Partial<RuleTarget>,
  services: { functions?: FunctionHost; stepFunctions?: JsonService } = {},
  speed = 10_000,
): Promise<void> {
  host = await openHost(dir, services, wallClock(speed));
  dead = await host.sqs.createQueue({ name: "dead" });
  host.events.createRule(aRule(target));
}

function aRule(target: Partial<RuleTarget>, given: Partial<RuleOptions> = {}): RuleOptions {
  return {
    name: "uploads",
    arn: RULE,
    pattern: { source: ["aws.s3"] },
    enabled: true,
    targets: [{ id: "target", arn: QUEUE, caller: developer, ...target }],
    ...given,
  };
}

/** Runs functions with `handler`, which gets the event and the number of the try. */
function functionsThat(handler: (event: unknown, attempt: number) => unknown): FunctionHost {
  let attempt = 0;
  return {
    async invoke(name, payload) {
      expect(name).toBe(FUNCTION);
      const answer = await handler(JSON.parse(payload), ++attempt);
      if (answer instanceof ServiceError) throw answer;
      return answer instanceof Error
        ? { payload: JSON.stringify({ errorMessage: answer.message }), functionError: "Unhandled" }
        : { payload: "null" };
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Waits for a message in the dead-letter queue. */
async function deadLetter() {
  while (true) {
    const [letter] = await receiveMessages(host.sqs, dead.url, 20);
    if (letter !== undefined) return letter;
  }
}

describe("delivery to a queue", () => {
  it("has the event in the queue when deliver resolves", async () => {
    await open({});
    const { url } = await host.sqs.createQueue({ name: "uploads" });
    await host.events.deliver(anEvent());
    expect((await receiveBodies(host.sqs, url)).map((body) => JSON.parse(body))).toEqual([anEvent()]);
  });

  it("has it in the dead-letter queue at once, with the reason, when another try would not help", async () => {
    await open({ deadLetterArn: DEAD });
    await host.events.deliver(anEvent());
    const [letter] = await receiveMessages(host.sqs, dead.url);
    expect(JSON.parse(letter?.Body ?? "")).toEqual(anEvent());
    expect(letter?.MessageAttributes).toMatchObject({
      RULE_ARN: { StringValue: RULE },
      TARGET_ARN: { StringValue: QUEUE },
      ERROR_CODE: { StringValue: "NO_RESOURCE" },
      ERROR_MESSAGE: { StringValue: "The specified queue does not exist." },
      RETRY_ATTEMPTS: { StringValue: "0" },
    });
  });

  it("says loudly when an event is lost because there is no dead-letter queue", async () => {
    await open({});
    await host.events.deliver(anEvent());
    expect(errors).toEqual([
      expect.stringContaining(`event ${anEvent().id} of rule uploads is lost to ${QUEUE}`),
    ]);
  });

  it("says loudly when the dead-letter queue refuses the event too", async () => {
    await open({ deadLetterArn: DEAD, caller: callerWith() });
    await host.events.deliver(anEvent());
    expect(errors).toEqual([expect.stringContaining("the dead-letter queue does not take it")]);
  });

  it("checks the rights of the rule", async () => {
    await open({ deadLetterArn: DEAD, caller: { name: "rule", authorize: onlyOn(DEAD) } });
    const { url } = await host.sqs.createQueue({ name: "uploads" });
    await host.events.deliver(anEvent());
    expect(await receiveBodies(host.sqs, url)).toEqual([]);
    const [letter] = await receiveMessages(host.sqs, dead.url);
    expect(letter?.MessageAttributes).toMatchObject({ ERROR_CODE: { StringValue: "NO_PERMISSIONS" } });
  });

  it("gives nothing to a rule that does not match", async () => {
    await open({ deadLetterArn: DEAD });
    await host.events.deliver(anEvent({ source: "reelbase" }));
    expect(await receiveBodies(host.sqs, dead.url)).toEqual([]);
  });

  it("gives a target that has an input path without value nothing, but the dead-letter queue the event", async () => {
    await open({ inputPath: "$.detail.nothing", deadLetterArn: DEAD });
    await host.sqs.createQueue({ name: "uploads" });
    await host.events.deliver(anEvent());
    expect(await receiveBodies(host.sqs, dead.url)).toEqual([JSON.stringify(anEvent())]);
  });
});

function onlyOn(allowed: string) {
  return (action: string, resource: string) => {
    if (resource !== allowed) callerWith().authorize(action, resource);
  };
}

describe("delivery to a state machine", () => {
  it("starts an execution with the event as input", async () => {
    const calls: unknown[] = [];
    const stepFunctions: JsonService = {
      execute: async (...call) => {
        calls.push(call);
        return {};
      },
    };
    await open({ arn: MACHINE }, { stepFunctions });
    await host.events.deliver(anEvent());
    const input = JSON.stringify(anEvent());
    expect(calls).toEqual([["StartExecution", { stateMachineArn: MACHINE, input }, developer]]);
  });

  it("tries again, ever less often, and does not keep the sender waiting", async () => {
    const times: number[] = [];
    const stepFunctions: JsonService = {
      async execute() {
        times.push(host.clock.now());
        if (times.length < 5) throw new ServiceError("InternalServerError", "oops", 500);
        return {};
      },
    };
    await open({ arn: MACHINE }, { stepFunctions }, 100);
    await host.events.deliver(anEvent());
    expect(times).toHaveLength(1);
    await until(() => times.length === 5);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(waits.map((wait, index) => wait >= 1000 * 2 ** index)).toEqual([true, true, true, true]);
  });

  it("gives up after a day", async () => {
    const stepFunctions: JsonService = {
      execute: async () => Promise.reject(new ServiceError("InternalServerError", "oops", 500)),
    };
    await open({ arn: MACHINE, deadLetterArn: DEAD }, { stepFunctions }, 1_000_000);
    await host.events.deliver(anEvent());
    expect((await deadLetter()).MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: "INTERNAL_ERROR" },
      EXHAUSTED_RETRY_CONDITION: { StringValue: "MaximumEventAgeInSeconds" },
    });
  });
});

describe("delivery to a function", () => {
  it("does not wait for the function", async () => {
    let finish = () => {};
    const events: unknown[] = [];
    const functions = functionsThat(async (event) => {
      events.push(event);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await open({ arn: FUNCTION }, { functions });
    await host.events.deliver(anEvent());
    await until(() => events.length === 1);
    expect(events).toEqual([anEvent()]);
    finish();
  });

  it("runs a function that fails twice more", async () => {
    let tries = 0;
    const functions = functionsThat((_, attempt) => {
      tries = attempt;
      return attempt < 3 ? new Error("cannot") : undefined;
    });
    await open({ arn: FUNCTION }, { functions });
    await host.events.deliver(anEvent());
    await until(() => tries === 3);
    await host.events.close();
    expect(errors).toEqual([]);
  });

  it("says loudly when a function failed three times, and leaves the dead-letter queue of the rule alone", async () => {
    let tries = 0;
    const functions = functionsThat((_, attempt) => {
      tries = attempt;
      return new Error("cannot");
    });
    await open({ arn: FUNCTION, deadLetterArn: DEAD }, { functions });
    await host.events.deliver(anEvent());
    await until(() => errors.length > 0);
    expect(tries).toBe(3);
    expect(errors).toEqual([expect.stringContaining("cannot")]);
    expect(await receiveBodies(host.sqs, dead.url)).toEqual([]);
  });

  it("tries a throttled function again, as often as it takes", async () => {
    let ran = false;
    const functions = functionsThat((_, attempt) => {
      if (attempt < 8) return throttled();
      ran = true;
      return undefined;
    });
    await open({ arn: FUNCTION }, { functions }, 100_000);
    await host.events.deliver(anEvent());
    await until(() => ran);
    expect(errors).toEqual([]);
  });

  it("needs the right to invoke it", async () => {
    await open({ arn: FUNCTION, deadLetterArn: DEAD, caller: { name: "rule", authorize: onlyOn(DEAD) } });
    await host.events.deliver(anEvent());
    expect((await deadLetter()).MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: "NO_PERMISSIONS" },
    });
  });
});

describe("a stand-in that comes after another one", () => {
  it("gives events that had not arrived to their targets, once", async () => {
    await open({ arn: FUNCTION }, { functions: functionsThat(() => throttled()) }, 1);
    await host.events.deliver(anEvent());
    await host.close();

    const events: unknown[] = [];
    await open({ arn: FUNCTION }, { functions: functionsThat((event) => void events.push(event)) });
    await host.events.start();
    await until(() => events.length > 0);
    await host.close();

    await open({ arn: FUNCTION }, { functions: functionsThat((event) => void events.push(event)) });
    await host.events.start();
    await host.events.close();
    expect(events).toEqual([anEvent()]);
  });

  it("gives an event to a function that was running when the process was killed", async () => {
    let finish = () => {};
    const blocked = new Promise<void>((resolve) => {
      finish = resolve;
    });
    await open({ arn: FUNCTION }, { functions: functionsThat(() => blocked) });
    await host.events.deliver(anEvent());
    const copy = await temporaryFolder();
    await cp(dir, copy, { recursive: true });
    const events: unknown[] = [];
    const functions = functionsThat((event) => void events.push(event));
    const second = await openHost(copy, { functions });
    second.events.createRule(aRule({ arn: FUNCTION }));
    await second.events.start();
    await until(() => events.length > 0);
    finish();
    await second.close();
    await rm(copy, { recursive: true });
    expect(events).toEqual([anEvent()]);
  });

  it("says loudly when the target is not in the template any more", async () => {
    await open({ arn: FUNCTION }, { functions: functionsThat(() => throttled()) }, 1);
    await host.events.deliver(anEvent());
    await host.close();

    await open({ id: "another" });
    await host.events.start();
    expect(errors).toEqual([expect.stringContaining("no target target any more")]);
  });
});

describe("createRule", () => {
  it.each<[string, RuleOptions]>([
    ["an unknown operator", aRule({}, { pattern: { detail: { a: [{ cidr: "10.0.0.0/8" }] } } })],
    ["an unknown target", aRule({ arn: "arn:aws:sns:eu-west-1:123456789012:topic" })],
    ["two inputs", aRule({ input: "{}", inputPath: "$.detail" })],
    ["an input that is no JSON", aRule({ input: "{" })],
    ["an unknown path", aRule({ inputPath: "$..detail" })],
    ["an unknown variable", aRule({ inputTransformer: { inputTemplate: '{"a":<a>}' } })],
    ["a dead-letter queue that is none", aRule({ deadLetterArn: FUNCTION })],
    ["the same target twice", aRule({}, { targets: [...aRule({}).targets, ...aRule({}).targets] })],
    [
      "six targets",
      aRule(
        {},
        { targets: Array.from({ length: 6 }, (_, n) => ({ id: `${n}`, arn: QUEUE, caller: developer })) },
      ),
    ],
  ])("refuses %s", async (_, rule) => {
    host = await openHost(dir);
    expect(() => host.events.createRule(rule)).toThrow(ServiceError);
  });

  it("refuses a name that is there", async () => {
    await open({});
    expect(() => host.events.createRule(aRule({}))).toThrow(ServiceError);
  });
});

describe("buses", () => {
  it("keep their events to themselves", async () => {
    await open({});
    const { url } = await host.sqs.createQueue({ name: "uploads" });
    const other = await host.sqs.createQueue({ name: "other" });
    const [target] = aRule({ arn: other.arn }).targets;
    host.events.createRule(
      aRule({}, { busName: "own", pattern: { source: ["x"] }, targets: target ? [target] : [] }),
    );
    const Entries = [{ Source: "x", DetailType: "x", Detail: "{}", EventBusName: "own" }];
    await host.events.execute("PutEvents", { Entries }, developer);
    expect(await receiveBodies(host.sqs, other.url)).toHaveLength(1);
    expect(await receiveBodies(host.sqs, url)).toHaveLength(0);
  });

  it("take events of a bus without rules, and say loudly that they are lost", async () => {
    await open({});
    const Entries = [{ Source: "x", DetailType: "x", Detail: "{}", EventBusName: "typo" }];
    expect(await host.events.execute("PutEvents", { Entries }, developer)).toMatchObject({
      FailedEntryCount: 0,
    });
    expect(errors).toEqual([expect.stringContaining("no rule is on the event bus typo")]);
  });

  it.each([
    ["default", undefined],
    ["own", "own"],
    ["own", "arn:aws:events:eu-west-1:123456789012:event-bus/own"],
  ])("need the right to put events on the bus %s", async (bus, EventBusName) => {
    await open({});
    const Entries = [{ Source: "x", DetailType: "x", Detail: "{}", EventBusName }];
    await expect(host.events.execute("PutEvents", { Entries }, callerWith())).rejects.toMatchObject({
      action: "events:PutEvents",
      resource: `arn:aws:events:eu-west-1:123456789012:event-bus/${bus}`,
    });
  });

  it.each([
    ["an operation", "PutRule", {}],
    ["a field", "PutEvents", { Entries: [], EndpointId: "abc" }],
    ["a field of an entry", "PutEvents", { Entries: [{ TraceHeader: "Root=1" }] }],
  ])("know %s that is not supported as an error", async (_, operation, input) => {
    await open({});
    await expect(host.events.execute(operation, input, developer)).rejects.toMatchObject({
      name: "UnknownOperationException",
      status: 501,
    });
  });
});
