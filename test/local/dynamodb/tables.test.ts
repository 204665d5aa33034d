import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { catalogTable, errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
}, 180_000);
afterAll(() => target.close(), 60_000);

describe("a table", () => {
  it("is described", async () => {
    const { Table } = await target.client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableName,
      TableStatus: "ACTIVE",
      TableArn: expect.stringMatching(new RegExp(`^arn:aws:dynamodb:[a-z0-9-]+:\\d{12}:table/${TableName}$`)),
      KeySchema: catalogTable.KeySchema,
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      GlobalSecondaryIndexes: [{ IndexName: "byIndex", IndexStatus: "ACTIVE" }],
      DeletionProtectionEnabled: false,
    });
  });

  it("is found by its ARN too", async () => {
    const { Table } = await target.client.send(new DescribeTableCommand({ TableName }));
    const byArn = await target.client.send(new DescribeTableCommand({ TableName: Table?.TableArn }));
    expect(byArn.Table?.TableName).toBe(TableName);
  });

  it("is listed", async () => {
    const { TableNames } = await target.client.send(
      new ListTablesCommand({ ExclusiveStartTableName: TableName.slice(0, -1), Limit: 1 }),
    );
    expect(TableNames).toEqual([TableName]);
  });

  it("cannot be made twice", async () => {
    const error = await errorOf(target.client.send(new CreateTableCommand({ ...catalogTable, TableName })));
    expect(error.name).toBe("ResourceInUseException");
  });

  it("cannot be deleted while it is protected", async () => {
    const protect = (on: boolean) =>
      target.client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: on }));
    await protect(true);
    const error = await errorOf(target.client.send(new DeleteTableCommand({ TableName })));
    expect(error).toMatchObject({ name: "ValidationException" });
    expect(error.message).toContain("protected against deletion");
    await protect(false);
  });

  it.each([
    ["DescribeTable", () => target.client.send(new DescribeTableCommand({ TableName: "not-there" }))],
    [
      "DescribeTimeToLive",
      () => target.client.send(new DescribeTimeToLiveCommand({ TableName: "not-there" })),
    ],
    ["DeleteTable", () => target.client.send(new DeleteTableCommand({ TableName: "not-there" }))],
  ])("%s of a table that does not exist", async (_, send) => {
    expect(await errorOf(send())).toMatchObject({
      name: "ResourceNotFoundException",
      message: "Requested resource not found: Table: not-there not found",
    });
  });
});

describe("settings", () => {
  it("time to live", async () => {
    const describe = async () =>
      (await target.client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
    const update = (Enabled: boolean, AttributeName = "expiresAt") =>
      target.client.send(
        new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }),
      );
    expect(await describe()).toEqual({ TimeToLiveStatus: "DISABLED" });
    expect((await errorOf(update(false))).message).toBe("TimeToLive is already disabled");
    const { TimeToLiveSpecification } = await update(true);
    expect(TimeToLiveSpecification).toEqual({ Enabled: true, AttributeName: "expiresAt" });
    expect((await describe())?.AttributeName).toBe("expiresAt");
    expect((await errorOf(update(true))).name).toBe("ValidationException");
  });

  it("point-in-time recovery", async () => {
    const describe = async () =>
      (await target.client.send(new DescribeContinuousBackupsCommand({ TableName })))
        .ContinuousBackupsDescription;
    expect((await describe())?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe("DISABLED");
    await target.client.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
      }),
    );
    expect(await describe()).toMatchObject({
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 7 },
    });
  });
});
