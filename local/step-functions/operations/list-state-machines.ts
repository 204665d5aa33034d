import * as z from "zod";
import { decodeToken, encodeToken, type Operation, wireTime } from "./context.ts";
import { maxResultsField, nextTokenField, readInput } from "./input.ts";

const input = z.strictObject({ maxResults: maxResultsField, nextToken: nextTokenField });

const DEFAULT_PAGE = 100;

export const listStateMachines: Operation = async ({ machines }, raw, caller) => {
  const { maxResults, nextToken } = readInput(input, raw);
  caller.authorize("states:ListStateMachines", "*");
  const after = nextToken === undefined ? "" : decodeToken(nextToken);
  const rest = [...machines.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => name > after);
  const page = rest.slice(0, maxResults || DEFAULT_PAGE);
  const last = page.at(-1);
  return {
    stateMachines: page.map(({ arn, name, createdMs }) => ({
      stateMachineArn: arn,
      name,
      type: "STANDARD",
      creationDate: wireTime(createdMs),
    })),
    ...(last !== undefined && page.length < rest.length ? { nextToken: encodeToken(last.name) } : {}),
  };
};
