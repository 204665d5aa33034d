import type { JsonService } from "../../service.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { pascalCase } from "./dynamodb.ts";
import type { ErrorNames } from "./error-names.ts";
import { asObject, type Integration, jsonText } from "./integration.ts";

/** What is known of a service that `aws-sdk:` tasks may call. */
interface SdkService extends ErrorNames {
  /** Case of the member names on the wire; Tasks always write and read PascalCase. */
  readonly wire: "PascalCase" | "camelCase";
  /** Text members that take an object, which is sent as its JSON text. */
  readonly jsonMembers?: readonly string[];
}

/** By the name in the resource. `unmodelled`: codes that fall back to the base class (recorded for DynamoDb). */
const SDK_SERVICES: Readonly<Record<string, SdkService>> = {
  dynamodb: {
    prefix: "DynamoDb",
    base: "DynamoDbException",
    unmodelled: ["ValidationException"],
    wire: "PascalCase",
  },
  sqs: {
    prefix: "Sqs",
    base: "SqsException",
    unmodelled: [],
    wire: "PascalCase",
    jsonMembers: ["MessageBody"],
  },
  s3: {
    prefix: "S3",
    base: "S3Exception",
    unmodelled: ["PreconditionFailed", "InvalidRange"],
    wire: "PascalCase",
  },
  sfn: {
    prefix: "Sfn",
    base: "SfnException",
    unmodelled: [],
    wire: "camelCase",
    jsonMembers: ["Input", "Output"],
  },
  eventbridge: { prefix: "EventBridge", base: "EventBridgeException", unmodelled: [], wire: "PascalCase" },
  bedrockruntime: {
    prefix: "BedrockRuntime",
    base: "BedrockRuntimeException",
    unmodelled: [],
    modelled: ["AccessDeniedException"],
    wire: "camelCase",
  },
  s3vectors: {
    prefix: "S3Vectors",
    base: "S3VectorsException",
    unmodelled: [],
    modelled: ["AccessDeniedException"],
    wire: "camelCase",
  },
};

/** Whether a service of this name can be called at all, given its stand-in. */
export function sdkIntegration(
  service: string,
  action: string,
  target: JsonService,
): Integration | undefined {
  const known = SDK_SERVICES[service];
  if (known === undefined) return undefined;
  const { wire, jsonMembers = [] } = known;
  return {
    canWaitForToken: true,
    errors: known,
    async call(parameters, caller) {
      const texts = Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [
          name,
          jsonMembers.includes(name) ? (jsonText(value) ?? null) : value,
        ]),
      );
      const input = wire === "camelCase" ? lowerNames(texts) : texts;
      const answer = asObject(await target.execute(pascalCase(action), input, caller));
      return wire === "camelCase" ? upperNames(answer) : plainTimes(answer);
    },
  };
}

function lowerNames(input: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}

/** PascalCase at every depth, and times as text: the wire gives dates as seconds since 1970. */
function upperNames(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isTime = /(^|[a-z])(date|Date|timestamp)$/.test(name) && typeof member === "number";
      return [pascalCase(name), isTime ? new Date(member * 1000).toISOString() : upper(member)];
    }),
  );
}

function upper(value: Json): Json {
  if (Array.isArray(value)) return value.map(upper);
  return isObject(value) ? upperNames(value) : value;
}

/** Through JSON once, so that dates of an answer become text and what is undefined goes. */
function plainTimes(answer: JsonObject): Json {
  return JSON.parse(JSON.stringify(answer));
}
