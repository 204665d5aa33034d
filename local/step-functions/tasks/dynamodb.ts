import type { JsonService } from "../../service.ts";
import { asObject, type Integration, sdkMetadata } from "./integration.ts";

/** What the three writes have in common. */
const CONDITIONAL_WRITE = [
  "ConditionalOperator",
  "ConditionExpression",
  "Expected",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnConsumedCapacity",
  "ReturnItemCollectionMetrics",
  "ReturnValues",
  "TableName",
];

/** The optimized actions and the names that their Arguments may have. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  getItem: [
    "AttributesToGet",
    "ConsistentRead",
    "ExpressionAttributeNames",
    "Key",
    "ProjectionExpression",
    "ReturnConsumedCapacity",
    "TableName",
  ],
  putItem: [...CONDITIONAL_WRITE, "Item"],
  deleteItem: [...CONDITIONAL_WRITE, "Key"],
  updateItem: [...CONDITIONAL_WRITE, "AttributeUpdates", "Key", "UpdateExpression"],
};

/** The optimized integration writes `DynamoDB.` in error names; the one of the SDK writes `DynamoDb.`. */
const ERRORS = { prefix: "DynamoDB", base: "AmazonDynamoDBException", unmodelled: ["ValidationException"] };

export function dynamodbActions(dynamodb: JsonService): ReadonlyMap<string, Integration> {
  return new Map(
    Object.entries(PARAMETERS).map(([action, parameters]) => [
      action,
      {
        parameters,
        required: ["TableName"],
        canWaitForToken: false,
        errors: ERRORS,
        async call(input, caller) {
          const answer = await dynamodb.execute(pascalCase(action), input, caller);
          return { ...asObject(answer), ...sdkMetadata() };
        },
      } satisfies Integration,
    ]),
  );
}

/** Operation name of an action: `putItem` → `PutItem`. */
export function pascalCase(action: string): string {
  return action.charAt(0).toUpperCase() + action.slice(1);
}
