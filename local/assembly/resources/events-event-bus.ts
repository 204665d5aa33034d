import * as z from "zod";
import { defineResource } from "../resource-type.ts";

/** A bus exists locally as soon as a rule is on it. */
export const eventsEventBus = defineResource({
  type: "AWS::Events::EventBus",
  nameProperty: "Name",
  nameRule: { limit: 256 },
  attributes: {
    Arn: ({ name, place }) => `arn:aws:events:${place.region}:${place.account}:event-bus/${name}`,
    Name: ({ name }) => name,
  },
  properties: { Name: z.string() },
  noLocalEffect: {
    Description: "for people",
    KmsKeyIdentifier: "events lie on the developer's own disk",
    LogConfig: "undelivered events are written to standard error",
  },
});
