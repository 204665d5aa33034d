import { ListExecutionsCommand, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { eventually } from "../eventually.ts";
import { pass, waitLong } from "./machines.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const start = (stateMachineArn: string, input: string, name?: string) =>
  target.client.send(new StartExecutionCommand({ stateMachineArn, input, name }));

test("lists newest first, pages and filters", async () => {
  const stateMachineArn = await target.create(waitLong);
  const arns: (string | undefined)[] = [];
  for (const name of ["a", "b", "c"]) arns.unshift((await start(stateMachineArn, "{}", name)).executionArn);
  const list = (more: object) => target.client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
  const names = async (more: object) => (await list(more)).executions?.map(({ name }) => name);
  await eventually(async () => {
    const first = await list({ maxResults: 2 });
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    const found = [...(first.executions ?? []), ...(second.executions ?? [])];
    expect(found.map(({ executionArn }) => executionArn)).toEqual(arns);
    expect(second.nextToken).toBeUndefined();
  });
  await target.client.send(new StopExecutionCommand({ executionArn: arns[0] }));
  await eventually(async () => {
    expect(await names({ statusFilter: "ABORTED" })).toEqual(["c"]);
    expect(await names({ statusFilter: "RUNNING" })).toHaveLength(2);
  });
});

test("refuses a machine that is not there", async () => {
  const stateMachineArn = `${await target.create(pass)}-none`;
  await expect(target.client.send(new ListExecutionsCommand({ stateMachineArn }))).rejects.toMatchObject({
    name: "StateMachineDoesNotExist",
  });
});

test("refuses an unknown status and too long a page", async () => {
  const stateMachineArn = await target.create(pass);
  const list = (more: object) => target.client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
  await expect(list({ statusFilter: "succeeded" })).rejects.toMatchObject({
    message:
      "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
  });
  await expect(list({ maxResults: 1001 })).rejects.toMatchObject({
    message:
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
  });
});
