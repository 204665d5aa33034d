import { ListStateMachinesCommand, type ListStateMachinesCommandOutput } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { eventually } from "../eventually.ts";
import { pass } from "./machines.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("lists each machine once, page by page", async () => {
  const made = [await target.create(pass), await target.create(pass), await target.create(pass)];
  await eventually(async () => {
    const found: NonNullable<ListStateMachinesCommandOutput["stateMachines"]> = [];
    let nextToken: string | undefined;
    do {
      const page: ListStateMachinesCommandOutput = await target.client.send(
        new ListStateMachinesCommand({ maxResults: 2, nextToken }),
      );
      expect(page.stateMachines?.length).toBeLessThanOrEqual(2);
      found.push(...(page.stateMachines ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    for (const arn of made) {
      expect(found.filter(({ stateMachineArn }) => stateMachineArn === arn)).toMatchObject([
        { name: arn.split(":").at(-1), type: "STANDARD", creationDate: expect.any(Date) },
      ]);
    }
  });
});

test.each([-1, 1001])("refuses a page of %d", async (maxResults) => {
  await expect(target.client.send(new ListStateMachinesCommand({ maxResults }))).rejects.toMatchObject({
    name: "ValidationException",
  });
});
