import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";

/** Options of the AWS command line that shape the request, and the fields that they become. */
const FIELDS: Readonly<Record<string, string>> = {
  "--table-name": "TableName",
  "--index-name": "IndexName",
  "--key": "Key",
  "--key-condition-expression": "KeyConditionExpression",
  "--expression-attribute-values": "ExpressionAttributeValues",
  "--projection-expression": "ProjectionExpression",
  "--page-size": "Limit",
};
/** Those that only shape what is printed or how many pages are asked for. */
const PRINTING = new Set(["--query", "--output", "--max-items"]);

export type Item = Record<string, AttributeValue>;

/**
 * Sends an `aws dynamodb …` command through the SDK.
 * @param words as a shell hands them over
 * @throws Error for an operation or option that is not known, and for JSON that does not parse
 */
export async function sendAwsCommand(client: DynamoDBClient, words: readonly string[]): Promise<Item[]> {
  const [, service, operation = "", ...options] = words;
  if (service !== "dynamodb") throw new Error(`${service} is not known`);
  const input = fieldsOf(options);
  if (operation === "get-item") {
    const { Item } = await client.send(new GetItemCommand(input as never));
    return Item === undefined ? [] : [Item];
  }
  if (operation === "query") return (await client.send(new QueryCommand(input as never))).Items ?? [];
  throw new Error(`${operation} is not known`);
}

function fieldsOf(options: readonly string[]): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (let at = 0; at < options.length; at++) {
    const option = options[at] ?? "";
    if (option === "--no-scan-index-forward") {
      input["ScanIndexForward"] = false;
      continue;
    }
    const value = options[++at] ?? "";
    if (PRINTING.has(option)) continue;
    const field = FIELDS[option];
    if (field === undefined) throw new Error(`${option} is not known`);
    input[field] = /^[{\d]/.test(value) ? JSON.parse(value) : value;
  }
  return input;
}
