import * as z from "zod";
import { flag } from "../property.ts";
import { defineResource, type Identity } from "../resource-type.ts";

const arn = ({ name }: Identity) => `arn:aws:s3:::${name}`;

export const s3Bucket = defineResource({
  type: "AWS::S3::Bucket",
  nameProperty: "BucketName",
  nameRule: { limit: 63, lowerCase: true },
  attributes: { Arn: arn },
  properties: {
    BucketName: z.string().optional(),
    VersioningConfiguration: z.strictObject({ Status: z.enum(["Enabled", "Suspended"]) }).optional(),
    NotificationConfiguration: z
      .strictObject({
        EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: flag.default(true) }).optional(),
      })
      .optional(),
  },
  noLocalEffect: {
    BucketEncryption: "the files lie on the developer's own disk",
    IntelligentTieringConfigurations: "storage classes are about prices",
    LifecycleConfiguration: "objects never expire: a developer deletes the data folder",
    LoggingConfiguration: "there is no delivery of access logs",
    OwnershipControls: "there are no access control lists",
    PublicAccessBlockConfiguration: "the port is bound to loopback",
  },
  create: ({ name, properties }, { standIns }) =>
    standIns.s3.createBucket({
      name,
      versioned: properties.VersioningConfiguration?.Status === "Enabled",
      eventBridge:
        properties.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
    }),
});
