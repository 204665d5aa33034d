import type { JsonService } from "../../service.ts";
import { asObject, type Integration, sdkMetadata } from "./integration.ts";

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
  putItem: [
    "ConditionalOperator",
    "ConditionExpression",
    "Expected",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "Item",
    "ReturnConsumedCapacity",
    "ReturnItemCollectionMetrics",
    "ReturnValues",
    "TableName",
  ],
  deleteItem: [
    "ConditionalOperator",
    "ConditionExpression",
    "Expected",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "Key",
    "ReturnConsumedCapacity",
    "ReturnItemCollectionMetrics",
    "ReturnValues",
    "TableName",
  ],
  updateItem: [
    "AttributeUpdates",
    "ConditionalOperator",
    "ConditionExpression",
    "Expected",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "Key",
    "ReturnConsumedCapacity",
    "ReturnItemCollectionMetrics",
    "ReturnValues",
    "TableName",
    "UpdateExpression",
  ],
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
