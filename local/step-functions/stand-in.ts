import type { Clock } from "../clock.ts";
import { targetProtocol } from "../json-protocol.ts";
import {
  type Caller,
  type FunctionHost,
  type JsonService,
  type Place,
  ServiceError,
  type StandIn,
} from "../service.ts";
import type { Store } from "../store.ts";
import { lintMachine } from "./definition/lint.ts";
import { DefinitionError } from "./definition/machine.ts";
import { Executions } from "./executions/executions.ts";
import { Definitions, type StateMachine } from "./executions/machines.ts";
import { Tokens } from "./executions/tokens.ts";
import type { OperationContext } from "./operations/context.ts";
import { operations } from "./operations/router.ts";
import { Tasks } from "./tasks/tasks.ts";

export interface CreateStateMachine {
  readonly name: string;
  /** JSON text of the definition, with all references resolved. */
  readonly definition: string;
  /** The role of the machine: its name stands for the role's ARN. */
  readonly caller: Caller;
  /** Taken and not used: nothing is logged or traced here. */
  readonly tracingOrLogging?: unknown;
}

export interface StepFunctionsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: Place;
  /** The stand-ins that Tasks call. `others` are named as in `aws-sdk:` resources, such as `bedrockruntime`. */
  readonly services: {
    readonly functions: FunctionHost;
    readonly sqs: JsonService;
    readonly events: JsonService;
    readonly dynamodb: JsonService;
    readonly s3?: JsonService;
    readonly others?: Readonly<Record<string, JsonService>>;
  };
  /** From 0 (included) to 1; spreads retries and is `$random()`. Default `Math.random`. */
  readonly random?: () => number;
}

export interface StepFunctionsStandIn extends StandIn, JsonService {
  /** @throws DefinitionError naming the state and the expression when the definition is not one for this stand-in */
  createStateMachine(options: CreateStateMachine): { arn: string };
  /** Continues the executions that an earlier process left open. Call after all machines, queues and functions exist. */
  resume(): Promise<void>;
  /** Stops the work of this process; the executions stay open in the store. */
  close(): Promise<void>;
}

/** Standard workflows in JSONata and their API. Executions, their journals and task tokens live in the store. */
export async function createStepFunctions(options: StepFunctionsOptions): Promise<StepFunctionsStandIn> {
  const { store, clock, place, services, random = Math.random } = options;
  const machines = new Map<string, StateMachine>();
  const tasks = new Tasks({ ...services, sfn: { execute: (...call) => execute(...call) } }, place);
  const definitions = new Definitions(store, { clock, random }, (...task) => tasks.check(...task));
  const tokens = new Tokens(store, clock);
  await tokens.load();
  const machineOf = (arn: string) => machines.get(arn);
  const executions = new Executions({ store, clock, place, random, tasks, tokens, definitions, machineOf });
  const context: OperationContext = { store, clock, place, machines, executions, definitions, tokens };

  async function execute(operation: string, input: unknown, caller: Caller): Promise<unknown> {
    const found = operations.get(operation);
    if (found === undefined) {
      throw new ServiceError(
        "UnknownOperationException",
        `The operation ${operation} is not supported.`,
        501,
      );
    }
    return found(context, input, caller);
  }

  return {
    execute,
    handle: targetProtocol({ execute }),
    createStateMachine({ name, definition, caller }) {
      const arn = `arn:aws:states:${place.region}:${place.account}:stateMachine:${name}`;
      try {
        const compiled = definitions.compile(definition);
        lintMachine(compiled.definition);
        machines.set(arn, {
          arn,
          name,
          definition,
          definitionHash: compiled.hash,
          caller,
          createdMs: clock.now(),
        });
      } catch (error) {
        if (!(error instanceof DefinitionError)) throw error;
        throw new DefinitionError(`state machine '${name}': ${error.message}`);
      }
      return { arn };
    },
    resume: () => executions.resume(),
    close: () => executions.close(),
  };
}
