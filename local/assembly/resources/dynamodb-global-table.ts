import * as z from "zod";
import { noLocalEffect } from "../property.ts";
import { defineResource, type Identity } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";
import { createTable, fixedParts, tableProperties } from "./table.ts";

const arn = ({ name, place }: Identity) => `arn:aws:dynamodb:${place.region}:${place.account}:table/${name}`;

const replica = z.strictObject({
  Region: z.string(),
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        ContributorInsightsSpecification: noLocalEffect("there are no metrics"),
      }),
    )
    .optional(),
  ContributorInsightsSpecification: noLocalEffect("there are no metrics"),
  DeletionProtectionEnabled: noLocalEffect("the local host deletes no resource"),
  PointInTimeRecoverySpecification: noLocalEffect("there are no backups of the data folder"),
  SSESpecification: noLocalEffect("the items lie on the developer's own disk"),
  TableClass: noLocalEffect("about prices"),
  Tags: noLocalEffect("for bills"),
});

/** What CDK's `TableV2` synthesizes. A table in one region only: there is no second one to copy to. */
export const dynamodbGlobalTable = defineResource({
  type: "AWS::DynamoDB::GlobalTable",
  nameProperty: "TableName",
  nameRule: { limit: 255 },
  attributes: { Arn: arn },
  properties: { ...tableProperties, Replicas: z.array(replica) },
  noLocalEffect: {
    SSESpecification: "the items lie on the developer's own disk",
    WarmThroughput: "capacity is not simulated",
    WriteOnDemandThroughputSettings: "a limit on the bill",
  },
  fixed: fixedParts,
  create: async ({ name, place, properties }, { standIns }) => {
    const regions = properties.Replicas.map(({ Region }) => Region);
    if (regions.join() !== place.region) {
      throw new TemplateError(
        `replicas in ${regions.join(", ")} are not supported, only one in ${place.region}`,
      );
    }
    await createTable(standIns.dynamodb, name, properties, {});
  },
});
