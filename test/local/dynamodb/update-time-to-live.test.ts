import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
});
afterAll(() => target.close());

const update = (Enabled: boolean, AttributeName = "expiresAt") =>
  target.client.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }),
  );

test("turns it on, once", async () => {
  expect((await errorOf(update(false))).message).toBe("TimeToLive is already disabled");
  const { TimeToLiveSpecification } = await update(true);
  expect(TimeToLiveSpecification).toEqual({ Enabled: true, AttributeName: "expiresAt" });
  const described = await target.client.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(described.TimeToLiveDescription?.AttributeName).toBe("expiresAt");
  expect((await errorOf(update(true))).name).toBe("ValidationException");
});

test("refuses an empty attribute name", async () => {
  expect((await errorOf(update(true, ""))).name).toBe("ValidationException");
});

test("names a table that does not exist", async () => {
  expect(
    await errorOf(
      target.client.send(
        new UpdateTimeToLiveCommand({
          TableName: "not-there",
          TimeToLiveSpecification: { Enabled: true, AttributeName: "t" },
        }),
      ),
    ),
  ).toMatchObject({
    name: "ResourceNotFoundException",
    message: "Requested resource not found: Table: not-there not found",
  });
});
