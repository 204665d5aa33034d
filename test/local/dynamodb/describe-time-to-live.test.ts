import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
});
afterAll(() => target.close());

const describeIt = async () =>
  (await target.client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;

test("tells the attribute once there is one", async () => {
  expect(await describeIt()).toEqual({ TimeToLiveStatus: "DISABLED" });
  const TimeToLiveSpecification = { Enabled: true, AttributeName: "expiresAt" };
  await target.client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  expect(await describeIt()).toEqual({
    TimeToLiveStatus: expect.stringMatching(/^ENABL(ED|ING)$/),
    AttributeName: "expiresAt",
  });
});

test("names a table that does not exist", async () => {
  expect(
    await errorOf(target.client.send(new DescribeTimeToLiveCommand({ TableName: "not-there" }))),
  ).toMatchObject({
    name: "ResourceNotFoundException",
    message: "Requested resource not found: Table: not-there not found",
  });
});
