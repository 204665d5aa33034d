import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

/** Keys `pk` and `sk`, and a sparse index of `gsi1pk` and `gsi1sk` with all attributes. */
export const catalogTable = {
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S" as const,
  })),
  GlobalSecondaryIndexes: [
    {
      IndexName: "byIndex",
      KeySchema: [
        { AttributeName: "gsi1pk", KeyType: "HASH" },
        { AttributeName: "gsi1sk", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "ALL" },
    },
  ],
} satisfies Partial<CreateTableCommandInput>;

/** Where the tests of the stand-in alone are. */
export const place = { account: "111122223333", region: "eu-west-1" };
