import { GetBucketLocationCommand } from "@aws-sdk/client-s3";
import { openLocal } from "./local-target.ts";

test.each([
  ["us-east-1", undefined],
  ["eu-west-1", "eu-west-1"],
])("tells a bucket of %s by %s", async (region, constraint) => {
  const local = await openLocal({ region });
  await local.s3.createBucket({ name: "holiday", versioned: false, eventBridge: false });
  const answer = await local.client.send(new GetBucketLocationCommand({ Bucket: "holiday" }));
  expect(answer.LocationConstraint).toBe(constraint);
  await local.close();
});
