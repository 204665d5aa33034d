import { join } from "node:path";
import { type ApiGateway, createApiGateway } from "../api-gateway/gateway.ts";
import { type BedrockStandIn, createBedrock } from "../bedrock/stand-in.ts";
import type { Clock } from "../clock.ts";
import { createDynamoDb, type DynamoDbStandIn } from "../dynamodb/stand-in.ts";
import { createEvents, type EventsStandIn } from "../events/stand-in.ts";
import { createLambda, type LambdaStandIn } from "../lambda/stand-in.ts";
import { createS3, type S3StandIn } from "../s3/stand-in.ts";
import { createS3Vectors, type S3VectorsStandIn } from "../s3-vectors/stand-in.ts";
import type { BusEvent, Caller, Place } from "../service.ts";
import { createSqs, type SqsStandIn } from "../sqs/stand-in.ts";
import { createStepFunctions, type StepFunctionsStandIn } from "../step-functions/stand-in.ts";
import type { Store } from "../store.ts";

export type BedrockSettings = Omit<
  Parameters<typeof createBedrock>[0],
  "store" | "clock" | "place" | "objects" | "callers"
>;

export interface ServicesOptions {
  readonly store: Store;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly place: Place;
  readonly endpoint: () => string;
  readonly functionCap: number | undefined;
  readonly onLog: ((functionName: string, line: string) => void) | undefined;
  readonly onEvent: ((event: BusEvent) => void) | undefined;
  readonly bedrock: BedrockSettings;
  /** The caller that once started an asynchronous invocation, by its name. */
  readonly callerNamed: (name: string) => Caller;
  /** API Gateway as a caller of functions, on behalf of a method or an authorizer. */
  readonly gatewayFor: (sourceArn: string) => Caller;
}

/** All stand-ins, connected with each other. */
export interface Services {
  readonly s3: S3StandIn;
  readonly sqs: SqsStandIn;
  readonly events: EventsStandIn;
  readonly lambda: LambdaStandIn;
  readonly apiGateway: ApiGateway;
  readonly stepFunctions: StepFunctionsStandIn;
  readonly dynamodb: DynamoDbStandIn;
  readonly s3vectors: S3VectorsStandIn;
  readonly bedrock: BedrockStandIn;
}

/** Opens the stand-ins on one store; what an earlier host left rests until `resumeServices`. */
export async function openServices(options: ServicesOptions): Promise<Services> {
  const { store, dataDir, clock, place, endpoint } = options;
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(standIn: T): T => {
    opened.push(standIn);
    return standIn;
  };
  try {
    const dynamodb = keep(await createDynamoDb({ dir: join(dataDir, "dynamodb"), clock, place }));
    const sqs = keep(await createSqs({ store, clock, place, endpoint }));
    const { functionCap: cap, onLog, onEvent } = options;
    const lambda = keep(createLambda({ place, clock, endpoint, cap, logDir: join(dataDir, "logs"), onLog }));
    const callerFor = options.gatewayFor;
    const apiGateway = createApiGateway({ place, clock, functions: lambda, callerFor });
    const targets = { sqs, functions: lambda, stepFunctions: () => stepFunctions };
    const events: EventsStandIn = keep(createEvents({ store, clock, place, targets, onEvent }));
    const s3 = keep(await createS3({ store, clock, place, emit: (event) => events.deliver(event) }));
    const s3vectors = keep(await createS3Vectors({ store, clock, place }));
    const callers = options.callerNamed;
    const bedrock = keep(
      await createBedrock({ ...options.bedrock, store, clock, place, objects: s3, callers }),
    );
    const services = { functions: lambda, sqs, events, dynamodb };
    const stepFunctions: StepFunctionsStandIn = keep(
      await createStepFunctions({ store, clock, place, services }),
    );
    return { s3, sqs, events, lambda, apiGateway, stepFunctions, dynamodb, s3vectors, bedrock };
  } catch (error) {
    await Promise.all(opened.map((standIn) => standIn.close()));
    throw error;
  }
}

/** Takes up the work that an earlier host left. What it needs must exist by now. */
export async function resumeServices({ events, stepFunctions, bedrock }: Services): Promise<void> {
  await stepFunctions.resume();
  await events.start();
  await bedrock.start();
}

/** How long functions may go on when the host stops; their work is done again at the next start otherwise. */
const GRACE_MS = 2_000;

/**
 * Stops everything: first what brings new work, then the functions, then what they talk to.
 * @param mappings stop functions of the event source mappings
 * @throws the first failure, after all have had their turn
 */
export async function closeServices(
  services: Services,
  mappings: readonly (() => Promise<void>)[],
): Promise<void> {
  const { s3, sqs, events, lambda, stepFunctions, dynamodb, s3vectors, bedrock } = services;
  const sources = Promise.allSettled([
    s3.close(),
    events.close(),
    stepFunctions.close(),
    ...mappings.map((stop) => stop()),
  ]);
  await withinGrace(sources);
  const functions = await Promise.allSettled([lambda.close()]);
  const stores = [bedrock, sqs, s3vectors, dynamodb].map((standIn) => standIn.close());
  const ends = [...functions, ...(await sources), ...(await Promise.allSettled(stores))];
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function withinGrace(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GRACE_MS);
  });
  await Promise.race([work, grace]);
  clearTimeout(timer);
}
