import { DescribeContinuousBackupsCommand, UpdateContinuousBackupsCommand } from "@aws-sdk/client-dynamodb";
import { eventually } from "../eventually.ts";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
});
afterAll(() => target.close());

const describeIt = async () =>
  (await target.client.send(new DescribeContinuousBackupsCommand({ TableName })))
    .ContinuousBackupsDescription;

test("tells whether point-in-time recovery is on, and its period", async () => {
  expect((await describeIt())?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe("DISABLED");
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 };
  // A table that is just made is not ready for it at the service.
  await eventually(() =>
    target.client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification })),
  );
  expect(await describeIt()).toMatchObject({
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 7 },
  });
});

test("names a table that does not exist", async () => {
  const send = target.client.send(new DescribeContinuousBackupsCommand({ TableName: "not-there" }));
  expect((await errorOf(send)).name).toBe("TableNotFoundException");
});
