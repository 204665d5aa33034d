import * as z from "zod";
import { integer } from "../property.ts";
import { defineResource, type Identity } from "../resource-type.ts";
import { createTable, fixedParts, tableProperties } from "./table.ts";

const arn = ({ name, place }: Identity) => `arn:aws:dynamodb:${place.region}:${place.account}:table/${name}`;

const throughput = z.strictObject({ ReadCapacityUnits: integer, WriteCapacityUnits: integer }).optional();

export const dynamodbTable = defineResource({
  type: "AWS::DynamoDB::Table",
  nameProperty: "TableName",
  nameRule: { limit: 255 },
  attributes: { Arn: arn },
  properties: { ...tableProperties, ProvisionedThroughput: throughput },
  noLocalEffect: {
    ContributorInsightsSpecification: "there are no metrics",
    DeletionProtectionEnabled: "the local host deletes no resource",
    OnDemandThroughput: "a limit on the bill",
    PointInTimeRecoverySpecification: "there are no backups of the data folder",
    SSESpecification: "the items lie on the developer's own disk",
    TableClass: "about prices",
    WarmThroughput: "capacity is not simulated",
  },
  fixed: fixedParts,
  create: ({ name, properties }, { standIns }) =>
    createTable(
      standIns.dynamodb,
      name,
      properties,
      properties.ProvisionedThroughput === undefined
        ? {}
        : { ProvisionedThroughput: properties.ProvisionedThroughput },
    ),
});
