import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { QuestionAnswer, QuestionItem } from "../../contracts/question-item.ts";
import { answerKey, questionKey } from "../../keys.ts";
import type { ObjectStore } from "../../ports.ts";
import type { AskedQuestion, QuestionAddress, Questions } from "../../query/ports.ts";
import { held } from "../catalog/conditions.ts";
import type { Table } from "../catalog/table.ts";
import { storing } from "../service-errors.ts";

/** A holder that died is waited for this long at most. */
const LEASE_MS = 20_000;
/** Three renewals may fail before the lease is lost. */
const RENEW_MS = 5_000;
/** An item of DynamoDB holds 400 KB; prompt and schema need up to 50 of them. */
const MAX_MESSAGE_BYTES = 300_000;

/** The item of the table: a long answer stands in the work bucket, and is asked for anew when it expired there. */
const Row = QuestionItem.extend({
  answer: QuestionAnswer.partial({ message: true }).extend({ messageKey: z.string().optional() }).optional(),
});

/** Questions and their answers in the catalog; `work` is the work bucket. */
export function questions(table: Table, work: Pick<ObjectStore, "getText" | "put">): Questions {
  const update = (address: QuestionAddress, change: Omit<UpdateCommandInput, "TableName" | "Key">) =>
    storing("Keeping the question", () =>
      table.client.send(new UpdateCommand({ TableName: table.name, Key: keyOf(address), ...change })),
    );
  return {
    find: async (address) => {
      const item = await storing("Looking for the answer", () => table.get(keyOf(address)));
      // Before the first call there is nothing but a lease.
      return item?.["calls"] === undefined ? undefined : withText(Row.parse(item), work);
    },
    takeLease: async (address) => {
      const holder = randomUUID();
      const take = () => held(() => update(address, taking(holder, Date.now())));
      if (!(await take())) return undefined;
      // A renewal that fails is no failure of the work: the next one comes soon.
      const renewal = setInterval(() => void take().catch(() => undefined), RENEW_MS);
      renewal.unref();
      return {
        release: async () => {
          clearInterval(renewal);
          await held(() => update(address, giving(holder)));
        },
      };
    },
    spend: (address, question, budget) =>
      orUndefined(async () => {
        const { Attributes } = await update(address, spending(question, budget));
        return z.object({ calls: z.int() }).parse(Attributes).calls;
      }),
    giveBack: async (address) => {
      await held(() =>
        update(address, {
          UpdateExpression: "SET #calls = #calls - :one",
          ConditionExpression: "#calls >= :one",
          ExpressionAttributeNames: { "#calls": "calls" },
          ExpressionAttributeValues: { ":one": 1 },
        }),
      );
    },
    keep: async (address, answer, at) => {
      const stored = await withoutLongText(address, answer, work);
      return held(() =>
        update(address, {
          UpdateExpression: "SET #answer = :answer, #answeredAt = :at",
          // A long answer that expired in the work bucket is replaced by the new one under the same key.
          ConditionExpression:
            "attribute_not_exists(#answer) OR #answer.#isOfForm = :false OR attribute_exists(#answer.#messageKey)",
          ExpressionAttributeNames: {
            "#answer": "answer",
            "#answeredAt": "answeredAt",
            "#isOfForm": "isOfForm",
            "#messageKey": "messageKey",
          },
          ExpressionAttributeValues: { ":answer": stored, ":at": at, ":false": false },
        }),
      );
    },
  };
}

const keyOf = ({ videoId, kind, hash }: QuestionAddress) => questionKey(videoId, kind, hash);

async function withText(
  { answer, ...question }: z.infer<typeof Row>,
  work: Pick<ObjectStore, "getText">,
): Promise<QuestionItem> {
  if (answer === undefined) return question;
  const { messageKey, message, ...rest } = answer;
  const text = messageKey === undefined ? message : await work.getText(messageKey);
  return text === undefined ? question : { ...question, answer: { ...rest, message: text } };
}

async function withoutLongText(
  { hash, version }: QuestionAddress,
  { message, ...rest }: QuestionAnswer,
  work: Pick<ObjectStore, "put">,
): Promise<z.infer<typeof Row>["answer"]> {
  if (Buffer.byteLength(message) <= MAX_MESSAGE_BYTES) return { ...rest, message };
  const messageKey = answerKey(version, "questions", hash, 1);
  await work.put(messageKey, message);
  return { ...rest, messageKey };
}

/** Free, run out, or held by the same holder already. */
function taking(holder: string, nowMs: number) {
  return {
    UpdateExpression: "SET #lease = :lease",
    ConditionExpression: "attribute_not_exists(#lease) OR #lease.#until < :now OR #lease.#holder = :holder",
    ExpressionAttributeNames: { "#lease": "lease", "#holder": "holder", "#until": "until" },
    ExpressionAttributeValues: {
      ":lease": { holder, until: nowMs + LEASE_MS },
      ":holder": holder,
      ":now": nowMs,
    },
  };
}

function giving(holder: string) {
  return {
    UpdateExpression: "REMOVE #lease",
    ConditionExpression: "#lease.#holder = :holder",
    ExpressionAttributeNames: { "#lease": "lease", "#holder": "holder" },
    ExpressionAttributeValues: { ":holder": holder },
  };
}

/** Counts the call, and writes what was asked when it is the first. */
function spending(question: AskedQuestion, budget: number) {
  const fields = Object.entries(question).filter(([, value]) => value !== undefined);
  const kept = fields.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`);
  return {
    UpdateExpression: `SET ${["#calls = if_not_exists(#calls, :none) + :one", ...kept].join(", ")}`,
    ConditionExpression: "attribute_not_exists(#calls) OR #calls < :budget",
    ExpressionAttributeNames: Object.fromEntries(
      ["calls", ...fields.map(([name]) => name)].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: {
      ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
      ":none": 0,
      ":one": 1,
      ":budget": budget,
    },
    ReturnValues: "UPDATED_NEW" as const,
  };
}

async function orUndefined<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
