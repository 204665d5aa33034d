import type { AwsCredentialIdentity } from "@smithy/types";
import { readHostFile } from "../local/host-file.ts";
import { CliError, usageError } from "./failure.ts";

/** Where a reelbase is, and how to get in. */
export interface Connection {
  /** Where this was learnt, for messages: `the local host in .reelbase`. */
  readonly from: string;
  /** Base address of the API, without version. */
  readonly apiUrl: string | undefined;
  readonly apiKey: string | undefined;
  /** For the SDK clients; absent when only the API is known. */
  readonly aws: AwsAccess | undefined;
}

export interface AwsAccess {
  readonly region: string | undefined;
  /** Only for a local host. */
  readonly endpoint?: string;
  readonly credentials?: AwsCredentialIdentity;
  /** Name of the stack in AWS; a local host has none. */
  readonly stack?: string;
  /** Outputs of the stack: TableName, VideosBucket, … */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface ConnectionOptions {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly stack?: string | undefined;
  readonly data: string;
  readonly region?: string | undefined;
}

/**
 * In this order: an address that was given (`--url`, `REELBASE_URL`), a stack in AWS (`--stack`, `REELBASE_STACK`), the
 * local host that is up in the data folder. With an address and a stack, the address is that of the API.
 * @throws CliError when there is none of the three
 */
export async function connect(
  options: ConnectionOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Connection> {
  const key = options.key ?? env["REELBASE_API_KEY"];
  const url = options.url ?? env["REELBASE_URL"];
  // What is typed counts more than what stands in the environment.
  const stack = options.stack ?? (options.url === undefined ? env["REELBASE_STACK"] : undefined);
  if (stack !== undefined) return stackConnection(stack, url, key, options.region);
  if (url !== undefined) return { from: shownUrl(url), apiUrl: apiRoot(url), apiKey: key, aws: undefined };
  const host = await readHostFile(options.data);
  if (host === undefined) {
    throw new CliError(
      `There is no local host in ${options.data}, and neither --stack nor --url says where reelbase is. ` +
        "Begin with npm start, or name the stack that cdk deploy made.",
    );
  }
  const { endpoint, region, outputs, apiKey } = host;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return {
    from: `the local host in ${options.data}`,
    apiUrl: endpoint,
    apiKey: options.key ?? apiKey,
    aws: { region, endpoint, credentials, outputs },
  };
}

async function stackConnection(
  stack: string,
  url: string | undefined,
  apiKey: string | undefined,
  region: string | undefined,
): Promise<Connection> {
  const { CloudFormationClient, DescribeStacksCommand } = await import("@aws-sdk/client-cloudformation");
  const client = new CloudFormationClient(region === undefined ? {} : { region });
  const answer = await client.send(new DescribeStacksCommand({ StackName: stack }));
  const given = answer.Stacks?.[0]?.Outputs ?? [];
  const outputs = Object.fromEntries(
    given.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
  );
  if (outputs["TableName"] === undefined)
    throw new CliError(`The stack ${stack} is no reelbase stack: it has no output TableName.`);
  const apiUrl = url ?? outputs["ApiUrl"];
  return {
    from: `the stack ${stack}`,
    apiUrl: apiUrl === undefined ? undefined : apiRoot(apiUrl),
    apiKey,
    aws: { region: region ?? (await client.config.region()), stack, outputs },
  };
}

/** An address with or without `/v1.2` at its end is the same place. */
function apiRoot(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw usageError(
      `"${url}" is no address of an API; it begins with https://, or http:// for a local host.`,
    );
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/+$/, "").replace(/\/v1\.\d+$/, "");
}

/** Without what may be secret in it. */
const shownUrl = (url: string) => (URL.canParse(url) ? new URL(url).origin : url);

/** @throws CliError that says what is missing */
export function awsOf({ aws, from }: Connection): AwsAccess {
  if (aws !== undefined) return aws;
  throw new CliError(`This needs AWS, but only the address ${from} is known. Name the stack with --stack.`);
}

/** An output of the stack. @throws CliError */
export function outputOf({ outputs }: AwsAccess, name: string): string {
  const value = outputs[name];
  if (value === undefined)
    throw new CliError(`The stack has no output ${name}; it was deployed by another release.`);
  return value;
}
