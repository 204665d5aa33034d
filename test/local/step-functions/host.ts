import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { type Clock, wallClock } from "../../../local/clock.ts";
import type { Port } from "../../../local/port.ts";
import { AccessDenied, type Caller, type Invocation, ServiceError } from "../../../local/service.ts";
import { createStepFunctions, type StepFunctionsStandIn } from "../../../local/step-functions/stand-in.ts";
import { openStore, type Store } from "../../../local/store.ts";
import { developer, dummyCredentials, serve } from "../serve.ts";

export const place = { account: "123456789012", region: "us-east-1" };

/** A call that a Task made. */
export interface Sent {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/** What the services that Tasks call do in one test; what is not planned throws. */
export interface Plan {
  functions?: Record<string, (payload: unknown, count: number) => unknown>;
  /** By operation, such as `SendMessage`. */
  services?: Record<string, (input: Record<string, unknown>) => unknown>;
  caller?: Caller;
  clock?: Clock;
  random?: () => number;
}

/** Fails a function as its runtime would report a thrown error. */
export class HandlerError extends Error {}

export class Host {
  readonly sent: Sent[] = [];
  readonly invocations: { name: string; payload: unknown }[] = [];
  #running: { store: Store; sfn: StepFunctionsStandIn; port: Port; client: SFNClient } | undefined;
  readonly #dir: string;
  readonly #plan: Plan;
  readonly #definitions = new Map<string, string>();

  constructor(dir: string, plan: Plan) {
    this.#dir = dir;
    this.#plan = plan;
  }

  static async start(plan: Plan = {}): Promise<Host> {
    const host = new Host(await mkdtemp(join(tmpdir(), "step-functions-")), plan);
    await host.boot();
    return host;
  }

  get running() {
    if (this.#running === undefined) throw new Error("the host does not run");
    return this.#running;
  }

  get client(): SFNClient {
    return this.running.client;
  }

  /** Boots on the same store, with the machines made so far, and resumes. */
  async boot(plan: Plan = {}): Promise<void> {
    Object.assign(this.#plan, plan);
    const store = await openStore(this.#dir);
    const { clock = wallClock(1000), random } = this.#plan;
    const service = { execute: (operation: string, input: unknown) => this.#serve(operation, input) };
    const sfn = await createStepFunctions({
      store,
      clock,
      place,
      services: {
        functions: { invoke: (name, payload) => this.#invoke(name, payload) },
        sqs: service,
        events: service,
        dynamodb: service,
        s3: service,
        others: { bedrockruntime: service },
      },
      ...(random === undefined ? {} : { random }),
    });
    const port = await serve(sfn);
    const client = new SFNClient({
      endpoint: port.endpoint,
      region: place.region,
      credentials: dummyCredentials,
      maxAttempts: 1,
    });
    this.#running = { store, sfn, port, client };
    for (const [name, definition] of this.#definitions) this.#create(name, definition);
    await sfn.resume();
  }

  /** Stops as a killed process does: nothing is written any more. */
  async kill(): Promise<void> {
    const { store, sfn, port, client } = this.running;
    this.#running = undefined;
    client.destroy();
    await sfn.close();
    await port.close();
    await store.close();
  }

  async remove(): Promise<void> {
    if (this.#running !== undefined) await this.kill();
    await rm(this.#dir, { recursive: true });
  }

  create(definition: object, name = `machine-${this.#definitions.size}`): string {
    const text = JSON.stringify({ QueryLanguage: "JSONata", ...definition });
    this.#definitions.set(name, text);
    return this.#create(name, text);
  }

  async startExecution(stateMachineArn: string, input: unknown = {}, name?: string): Promise<string> {
    const { executionArn = "" } = await this.client.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }),
    );
    return executionArn;
  }

  /** Runs a machine to its end. */
  async run(definition: object, input: unknown = {}) {
    return this.ended(await this.startExecution(this.create(definition), input));
  }

  async ended(executionArn: string) {
    for (;;) {
      const found = await this.client.send(new DescribeExecutionCommand({ executionArn }));
      if (found.status !== "RUNNING") {
        const { status, error, cause, output } = found;
        return {
          executionArn,
          status,
          error,
          cause,
          output: output === undefined ? undefined : JSON.parse(output),
        };
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async events(executionArn: string) {
    const { events = [] } = await this.client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
    );
    return events;
  }

  /** The last two events, newest first. */
  async newest(executionArn: string) {
    const { events = [] } = await this.client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 2, reverseOrder: true }),
    );
    return events;
  }

  async types(executionArn: string): Promise<(string | undefined)[]> {
    return (await this.events(executionArn)).map(({ type }) => type);
  }

  /** Resolves when a condition holds, which it must soon. */
  async until<T>(found: () => T | undefined): Promise<T> {
    for (;;) {
      const value = found();
      if (value !== undefined) return value;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** The token in the message that was sent as number `index`. */
  async token(index = 0): Promise<string> {
    const { input } = await this.until(
      () => this.sent.filter(({ operation }) => operation === "SendMessage")[index],
    );
    return JSON.parse(String(input["MessageBody"])).token;
  }

  #create(name: string, definition: string): string {
    const { caller = developer } = this.#plan;
    return this.running.sfn.createStateMachine({ name, definition, caller }).arn;
  }

  async #invoke(name: string, payload: string): Promise<Invocation> {
    const handler = this.#plan.functions?.[name];
    if (handler === undefined) {
      throw new ServiceError("ResourceNotFoundException", `Function not found: ${name}`, 404);
    }
    this.invocations.push({ name, payload: JSON.parse(payload) });
    try {
      const count = this.invocations.filter((each) => each.name === name).length;
      const result = await handler(JSON.parse(payload), count);
      return { payload: JSON.stringify(result ?? null) };
    } catch (error) {
      if (!(error instanceof HandlerError)) throw error;
      const text = JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] });
      return { payload: text, functionError: "Unhandled" };
    }
  }

  async #serve(operation: string, input: unknown): Promise<unknown> {
    const handler = this.#plan.services?.[operation];
    if (handler === undefined) throw new Error(`the test planned no ${operation}`);
    this.sent.push({ operation, input: input as Record<string, unknown> });
    return handler(input as Record<string, unknown>);
  }
}

/** A handler error of a class. */
export function handlerError(name: string, message = "made by the test"): HandlerError {
  const error = new HandlerError(message);
  error.name = name;
  return error;
}

/** A role that may do only the listed actions. */
export function roleThatMay(...actions: string[]): Caller {
  return {
    name: "arn:aws:iam::123456789012:role/narrow",
    authorize(action, resource) {
      if (!actions.includes(action))
        throw new AccessDenied("arn:aws:iam::123456789012:role/narrow", action, resource);
    },
  };
}

/** A Task that calls a function of the plan. */
export function lambdaTask(functionName: string, rest: object = {}): object {
  const flow = "Next" in rest ? {} : { End: true };
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: functionName, Payload: "{% $states.input %}" },
    ...flow,
    ...rest,
  };
}

/** A Task that sends a message with its token and waits. */
export function tokenTask(rest: object = {}): object {
  const flow = "Next" in rest ? {} : { End: true };
  return {
    Type: "Task",
    Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    Arguments: {
      QueueUrl: "http://127.0.0.1/123456789012/lane",
      MessageBody: { token: "{% $states.context.Task.Token %}" },
    },
    ...flow,
    ...rest,
  };
}

export const messageSent = { SendMessage: () => ({ MessageId: "1", MD5OfMessageBody: "0" }) };
