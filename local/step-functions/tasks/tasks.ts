import type { Caller, FunctionHost, JsonService, Place } from "../../service.ts";
import type { TaskResource } from "../definition/task-resource.ts";
import { expressionText } from "../expressions/expression.ts";
import { StateFailure } from "../interpreter/failure.ts";
import type { TaskPort } from "../interpreter/run.ts";
import { isObject, type Json } from "../json.ts";
import { sdkIntegration } from "./aws-sdk.ts";
import { dynamodbActions } from "./dynamodb.ts";
import { taskError } from "./error-names.ts";
import { eventsPutEvents } from "./events.ts";
import type { Integration } from "./integration.ts";
import { invokeFunctionResource, lambdaInvoke } from "./lambda.ts";
import { sqsSendMessage } from "./sqs.ts";

/** The stand-ins that Tasks reach. */
export interface TaskServices {
  readonly functions: FunctionHost;
  readonly sqs: JsonService;
  readonly events: JsonService;
  readonly dynamodb: JsonService;
  readonly s3?: JsonService;
  /** Step Functions itself. */
  readonly sfn: JsonService;
  /** Further services, by their name in `aws-sdk:` resources. */
  readonly others?: Readonly<Record<string, JsonService>>;
}

/** Every resource that a Task may name; what is not here is refused when the machine is created. */
export class Tasks implements TaskPort {
  readonly #services: TaskServices;
  readonly #place: Place;
  readonly #optimized: ReadonlyMap<string, Integration>;

  constructor(services: TaskServices, place: Place) {
    this.#services = services;
    this.#place = place;
    this.#optimized = new Map([
      ["lambda:invoke", lambdaInvoke(services.functions, place)],
      ["sqs:sendMessage", sqsSendMessage(services.sqs)],
      ["events:putEvents", eventsPutEvents(services.events)],
      ...[...dynamodbActions(services.dynamodb)].map(([action, integration]): [string, Integration] => [
        `dynamodb:${action}`,
        integration,
      ]),
    ]);
  }

  /** What is wrong with a resource and the names of its Arguments, as far as they are written out. */
  check(resource: TaskResource, argumentsValue: Json | undefined): string | undefined {
    if (resource.kind === "function") return undefined;
    const name = `${resource.resourceType}:${resource.resource}`;
    const integration = this.#find(resource);
    if (integration === undefined) return `The resource '${name}' is not supported`;
    if (resource.waitForToken && !integration.canWaitForToken) {
      return `The resource '${name}' cannot wait for a task token`;
    }
    if (typeof argumentsValue === "string" && expressionText(argumentsValue) !== undefined) return undefined;
    return problemOf(integration, name, argumentsValue ?? {});
  }

  async call(resource: TaskResource, parameters: Json, caller: Caller): Promise<Json> {
    if (resource.kind === "function") {
      return invokeFunctionResource(
        this.#services.functions,
        this.#place,
        resource.functionArn,
        parameters,
        caller,
      );
    }
    const integration = this.#find(resource);
    const name = `${resource.resourceType}:${resource.resource}`;
    if (integration === undefined)
      throw new StateFailure("States.Runtime", `The resource '${name}' is not supported`);
    const problem = problemOf(integration, name, parameters);
    if (problem !== undefined || !isObject(parameters)) throw new StateFailure("States.Runtime", problem);
    try {
      return await integration.call(parameters, caller);
    } catch (failure) {
      if (failure instanceof StateFailure) throw failure;
      const { error, cause } = taskError(integration.errors, failure);
      throw new StateFailure(error, cause);
    }
  }

  #find({ resourceType, action }: Extract<TaskResource, { kind: "service" }>): Integration | undefined {
    const [sdk, service = ""] = resourceType.split(":");
    if (sdk !== "aws-sdk") return this.#optimized.get(`${resourceType}:${action}`);
    const target = this.#target(service);
    return target === undefined ? undefined : sdkIntegration(service, action, target);
  }

  #target(service: string): JsonService | undefined {
    const { sqs, events, dynamodb, s3, sfn, others = {} } = this.#services;
    const own: Readonly<Record<string, JsonService | undefined>> = {
      sqs,
      dynamodb,
      s3,
      sfn,
      eventbridge: events,
    };
    return own[service] ?? others[service];
  }
}

function problemOf(integration: Integration, name: string, parameters: Json): string | undefined {
  if (!isObject(parameters)) return `The Arguments of '${name}' must be an object`;
  const { parameters: known, required = [] } = integration;
  const unknown =
    known === undefined ? undefined : Object.keys(parameters).find((key) => !known.includes(key));
  if (unknown !== undefined) return `The field '${unknown}' is not supported by '${name}'`;
  const missing = required.find((key) => parameters[key] === undefined);
  return missing === undefined
    ? undefined
    : `The field '${missing}' is required by '${name}' but was missing`;
}
