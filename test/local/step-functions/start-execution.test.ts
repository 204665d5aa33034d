import { ListExecutionsCommand, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { eventually } from "../eventually.ts";
import { pass, waitLong } from "./machines.ts";
import { openTarget, runOn, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const start = (stateMachineArn: string, input: string, name?: string) =>
  target.client.send(new StartExecutionCommand({ stateMachineArn, input, name }));

test("the same name and input of a running execution is that execution", async () => {
  const machine = await target.create(waitLong);
  const first = await start(machine, '{"a":1}', "same");
  const again = await start(machine, '{"a":1}', "same");
  expect(again.executionArn).toBe(first.executionArn);
  expect(again.startDate).toEqual(first.startDate);
  const refused = {
    name: "ExecutionAlreadyExists",
    message: `Execution Already Exists: '${first.executionArn}'`,
  };
  await expect(start(machine, '{"a":2}', "same")).rejects.toMatchObject(refused);
  await target.client.send(new StopExecutionCommand({ executionArn: first.executionArn }));
  await expect(start(machine, '{"a":1}', "same")).rejects.toMatchObject(refused);
});

test("two starts at once are one execution", async () => {
  const machine = await target.create(waitLong);
  const both = await Promise.allSettled([start(machine, "{}", "race"), start(machine, "{}", "race")]);
  const arns = both.map((each) => (each.status === "fulfilled" ? each.value.executionArn : undefined));
  expect(new Set(arns.filter((arn) => arn !== undefined)).size).toBe(1);
  await eventually(async () => {
    const { executions = [] } = await target.client.send(
      new ListExecutionsCommand({ stateMachineArn: machine }),
    );
    expect(executions).toHaveLength(1);
  });
});

test.each([["not json"], ["{'a':1}"], [""]])("refuses the input %j", async (input) => {
  const machine = await target.create(pass);
  await expect(start(machine, input)).rejects.toMatchObject({ name: "InvalidExecutionInput" });
});

test.each([["2"], ['"text"'], ["null"]])("takes the input %j", async (input) => {
  const found = await runOn(target, pass, JSON.parse(input));
  expect(found.output).toBe(input);
});

test.each([["a b"], ["a/b"], ["a:b"], ["a?"]])("refuses the name %j", async (name) => {
  const machine = await target.create(pass);
  await expect(start(machine, "{}", name)).rejects.toMatchObject({ name: "InvalidName" });
});

test("refuses an input of more than 256 KiB and a name of more than 80 characters", async () => {
  const machine = await target.create(pass);
  await expect(start(machine, JSON.stringify("x".repeat(262_143)))).rejects.toMatchObject({
    name: "ValidationException",
  });
  await expect(start(machine, "{}", "x".repeat(81))).rejects.toMatchObject({ name: "ValidationException" });
});

test("tells an ARN that is none from a machine that is not there", async () => {
  await expect(start("not_a_valid_arn", "{}")).rejects.toMatchObject({ name: "InvalidArn" });
  const machine = await target.create(pass);
  await expect(start(`${machine}-none`, "{}")).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
});
