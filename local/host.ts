import { Callers } from "./assembly/callers.ts";
import { catalogue, startingTypes } from "./assembly/catalogue.ts";
import { Closers } from "./assembly/closers.ts";
import { readAssembly } from "./assembly/cloud-assembly.ts";
import { createCloud } from "./assembly/create-cloud.ts";
import { openDataDir } from "./assembly/data-dir.ts";
import { HostError } from "./assembly/host-error.ts";
import { AccessControl } from "./assembly/iam/access-control.ts";
import type { Grant } from "./assembly/iam/unused-grants.ts";
import { listen } from "./assembly/listen.ts";
import {
  createResources,
  type PreparedResource,
  prepareResources,
  readOutputs,
} from "./assembly/prepare-resources.ts";
import { type BedrockSettings, closeServices, openServices, resumeServices } from "./assembly/services.ts";
import { Stack } from "./assembly/stack.ts";
import { reconcileState } from "./assembly/state-record.ts";
import { systemSentence } from "./assembly/system-error.ts";
import { welcome } from "./assembly/welcome.ts";
import type { LedgerEntry } from "./bedrock/stand-in.ts";
import { wallClock } from "./clock.ts";
import { onFault } from "./fault.ts";
import type { Answer } from "./port.ts";
import { createRouter } from "./router.ts";
import type { BusEvent, Place } from "./service.ts";

export interface HostOptions {
  /** Folder of a synthesized cloud assembly (`cdk.out`) with one stack. */
  readonly assembly: string;
  /** Folder for all state; made when it is not there. */
  readonly dataDir: string;
  /** Loopback port; 0 takes a free one. */
  readonly port: number;
  /** Seconds that the models take to answer. Default: the stand-in's own. */
  readonly modelLatencySec?: number;
  /** Time runs this many times faster (tests). Default 1. */
  readonly speed?: number;
  /** Gets each line that a handler writes. */
  readonly onLog?: (functionName: string, line: string) => void;
  /** Sees each event on a bus, of S3 as of the template's own code. */
  readonly onEvent?: (event: BusEvent) => void;
  /** Gets the reason when the data folder cannot be written any more; nothing goes on then. Default: standard error. */
  readonly onBroken?: (error: HostError) => void;
  /** Gets what would not stop a deployment but is unwise. Default: standard error. */
  readonly onWarning?: (message: string) => void;
  /** Functions at work at once, over all. Default: 3 times the cores. */
  readonly functionCap?: number;
  /** Loads all functions before the host is up, so that the first video need not wait for them. Default false. */
  readonly warmFunctions?: boolean;
  /** Further settings of the Bedrock stand-in, such as quotas. */
  readonly bedrock?: Omit<BedrockSettings, "modelLatencySec">;
}

/** A cloud assembly at work on this machine. */
export interface Host {
  /** `http://127.0.0.1:<port>`: for the SDK and the CLI as endpoint of every service. */
  readonly endpoint: string;
  /** The stack's outputs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly place: Place;
  /** What the models were asked so far, and what it would have cost. */
  ledger(): Promise<LedgerEntry[]>;
  /**
   * Base URL of the REST API of the template, to which its paths are appended without a stage: `endpoint`, since the
   * host has one port. Undefined when the template has no API.
   */
  apiEndpoint(): string | undefined;
  /** Grants of the template that no call has needed since this start. */
  unusedGrants(): Grant[];
  /** Ends all work in good order. The state stays for the next start. */
  stop(): Promise<void>;
}

/** Where an environment-agnostic stack pretends to be: the account number of AWS's own documentation. */
const DEFAULT_PLACE: Place = { account: "111122223333", region: "us-east-1" };

/** Prefixes of the actions that can be called here; grants of others cannot be judged. */
const CALLABLE = new Set([
  "s3",
  "sqs",
  "events",
  "lambda",
  "states",
  "dynamodb",
  "s3vectors",
  "bedrock",
  "execute-api",
]);

/**
 * Runs a cloud assembly: makes its resources on stand-ins of the services, behind one loopback port, and takes up
 * the work that an earlier host left in the data folder.
 * @throws `HostError`, whose message is for the person at the keyboard
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const closers = new Closers();
  try {
    return await boot(options, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function boot(options: HostOptions, closers: Closers): Promise<Host> {
  const assembly = readAssembly(options.assembly);
  const place = { ...DEFAULT_PLACE, ...assembly.place };
  const stopListening = onFault((what, error) => {
    const because = systemSentence(error);
    if (because === undefined || !options.onBroken) return console.error(`${what}:`, error);
    options.onBroken(
      new HostError("DATA_DIR_UNWRITABLE", `${options.dataDir} cannot be written any more: ${because}.`, {
        cause: error,
      }),
    );
  });
  closers.add(async () => stopListening());
  const store = await openDataDir(options.dataDir);
  closers.add(() => store.close());
  let answer: Answer = starting;
  const port = await listen(options.port, (request) => answer(request));
  closers.add(() => port.close());
  const { endpoint } = port;

  const types = new Map(catalogue.map((type) => [type.type, type]));
  const stack = new Stack({ ...assembly, place, endpoint, types });
  const resources = prepareResources(stack, catalogue);
  const outputs = readOutputs(stack);
  await reconcileState(store, { stackName: assembly.stackName, place }, resources);

  const access = new AccessControl(place);
  const callers = new Callers(access.developer);
  const services = await openServices({
    store,
    dataDir: options.dataDir,
    clock: wallClock(options.speed),
    place,
    endpoint: () => endpoint,
    functionCap: options.functionCap,
    onLog: options.onLog,
    onEvent: options.onEvent,
    bedrock: bedrockSettings(options),
    callerNamed: (name) => callers.byName(name),
    gatewayFor: (sourceArn) => access.service("apigateway.amazonaws.com", sourceArn),
  });
  const mappings: (() => Promise<void>)[] = [];
  closers.add(() => closeServices(services, mappings));

  // Work goes on only when all that it may need is there, and new work comes last.
  const { onWarning: warn = console.warn } = options;
  const cloud = createCloud({ assembly, place, access, callers, services, mappings, warn });
  const starts = ({ type }: PreparedResource) => startingTypes.has(type);
  const rests = (resource: PreparedResource) => !starts(resource);
  await createResources(resources.filter(rests), cloud);
  const warm = options.warmFunctions ? services.lambda.warm() : undefined;
  answer = createRouter({
    services: { ...services, states: services.stepFunctions, "execute-api": services.apiGateway },
    isApi: ({ method, path }) => services.apiGateway.owns(method, path),
    callerOf: (accessKeyId) => callers.byKey(accessKeyId),
    welcome: () => welcome(endpoint, outputs),
  });
  await resumeServices(services);
  await createResources(resources.filter(starts), cloud);
  services.s3.start();
  await warm;
  return {
    endpoint,
    outputs,
    place,
    ledger: () => services.bedrock.ledger(),
    apiEndpoint: () => (services.apiGateway.isEmpty() ? undefined : endpoint),
    unusedGrants: () => access.unusedGrants(CALLABLE),
    stop: () => closers.close(),
  };
}

/** Clients try again on 503, so that a call during the start succeeds a moment later. */
const starting: Answer = async () => ({
  status: 503,
  headers: { "content-type": "text/plain", "retry-after": "1" },
  body: "The local host is starting.\n",
});

function bedrockSettings({ bedrock, modelLatencySec }: HostOptions): BedrockSettings {
  return { ...bedrock, ...(modelLatencySec === undefined ? {} : { modelLatencySec }) };
}
