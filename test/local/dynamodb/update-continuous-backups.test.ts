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

const update = (table: string, PointInTimeRecoveryEnabled: boolean, RecoveryPeriodInDays?: number) =>
  target.client.send(
    new UpdateContinuousBackupsCommand({
      TableName: table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled, RecoveryPeriodInDays },
    }),
  );
const recovery = async () =>
  (await target.client.send(new DescribeContinuousBackupsCommand({ TableName }))).ContinuousBackupsDescription
    ?.PointInTimeRecoveryDescription;

test("turns point-in-time recovery on and off", async () => {
  // A table that is just made is not ready for it at the service.
  await eventually(() => update(TableName, true, 7));
  expect(await recovery()).toMatchObject({ PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 7 });
  await update(TableName, false);
  expect(await recovery()).toMatchObject({ PointInTimeRecoveryStatus: "DISABLED" });
});

test("names a table that does not exist", async () => {
  expect(await errorOf(update("not-there", true))).toMatchObject({
    name: "TableNotFoundException",
    message: "Table not found: not-there",
  });
});
