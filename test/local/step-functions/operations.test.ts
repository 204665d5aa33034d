import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { remote } from "../serve.ts";
import { openTarget, runOn, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const pass = { StartAt: "A", States: { A: { Type: "Pass", End: true } } };
const waitLong = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 99_999_999, End: true } } };
const start = (stateMachineArn: string, input: string, name?: string) =>
  target.client.send(new StartExecutionCommand({ stateMachineArn, input, name }));

describe("StartExecution", () => {
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
    const { executions = [] } = await target.client.send(
      new ListExecutionsCommand({ stateMachineArn: machine }),
    );
    expect(executions).toHaveLength(1);
    await target.client.send(new StopExecutionCommand({ executionArn: executions[0]?.executionArn }));
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
});

describe("DescribeExecution", () => {
  test("shows an execution that succeeded", async () => {
    const found = await runOn(target, pass, { a: 1 });
    expect(found).toMatchObject({
      status: "SUCCEEDED",
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    });
    expect(Number(found.stopDate)).toBeGreaterThanOrEqual(Number(found.startDate));
  });

  test("refuses what does not exist", async () => {
    const describe = (executionArn: string) =>
      target.client.send(new DescribeExecutionCommand({ executionArn }));
    await expect(describe("not_a_valid_arn")).rejects.toMatchObject({
      name: "InvalidArn",
      message: "Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'",
    });
    const machine = await target.create(pass);
    const missing = `${machine.replace(":stateMachine:", ":execution:")}:none`;
    await expect(describe(missing)).rejects.toMatchObject({ name: "ExecutionDoesNotExist" });
  });
});

describe("GetExecutionHistory", () => {
  test("pages forwards and backwards", async () => {
    const { executionArn } = await runOn(target, pass);
    const read = async (reverseOrder: boolean) => {
      const ids: (number | undefined)[] = [];
      let nextToken: string | undefined;
      do {
        const page = await target.client.send(
          new GetExecutionHistoryCommand({ executionArn, maxResults: 3, reverseOrder, nextToken }),
        );
        ids.push(...(page.events ?? []).map(({ id }) => id));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return ids;
    };
    expect(await read(false)).toEqual([1, 2, 3, 4]);
    expect(await read(true)).toEqual([4, 3, 2, 1]);
  });

  test("leaves the data out on request", async () => {
    const { executionArn } = await runOn(target, pass, { secret: 1 });
    const page = await target.client.send(
      new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }),
    );
    expect(JSON.stringify(page.events)).not.toContain("secret");
  });
});

describe("ListExecutions", () => {
  test("is newest first, pages and filters", async () => {
    const stateMachineArn = await target.create(waitLong);
    const arns: (string | undefined)[] = [];
    for (const name of ["a", "b", "c"]) arns.unshift((await start(stateMachineArn, "{}", name)).executionArn);
    const list = (more: object) =>
      target.client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
    const first = await list({ maxResults: 2 });
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    const found = [...(first.executions ?? []), ...(second.executions ?? [])].map(
      (each) => each.executionArn,
    );
    expect(found.toSorted()).toEqual(arns.toSorted());
    if (!remote) expect(found).toEqual(arns);
    await target.client.send(new StopExecutionCommand({ executionArn: arns[0] }));
    expect((await list({ statusFilter: "ABORTED" })).executions?.map((each) => each.name)).toEqual(["c"]);
    expect((await list({ statusFilter: "RUNNING" })).executions).toHaveLength(2);
    for (const executionArn of arns) await target.client.send(new StopExecutionCommand({ executionArn }));
  });

  test("refuses an unknown status and too long a page", async () => {
    const stateMachineArn = await target.create(pass);
    const list = (more: object) =>
      target.client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
    await expect(list({ statusFilter: "succeeded" })).rejects.toMatchObject({
      message:
        "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    });
    await expect(list({ maxResults: 1001 })).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    });
  });
});

test("StopExecution ends an execution with error and cause", async () => {
  const { executionArn } = await start(await target.create(waitLong), "{}");
  await target.client.send(new StopExecutionCommand({ executionArn, error: "E", cause: "C" }));
  const found = await target.client.send(new DescribeExecutionCommand({ executionArn }));
  expect(found).toMatchObject({ status: "ABORTED", error: "E", cause: "C", redriveStatus: "REDRIVABLE" });
  const { events = [] } = await target.client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events.at(-1)).toMatchObject({ type: "ExecutionAborted", previousEventId: 0 });
});

test("RedriveExecution refuses what succeeded", async () => {
  const { executionArn } = await runOn(target, pass);
  await expect(target.client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: "ExecutionNotRedrivable",
  });
});

test("DescribeStateMachine shows the definition", async () => {
  const stateMachineArn = await target.create(pass);
  const found = await target.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(found).toMatchObject({ status: "ACTIVE", type: "STANDARD", stateMachineArn });
  expect(JSON.parse(found.definition ?? "")).toEqual({ QueryLanguage: "JSONata", ...pass });
});

test("ValidateStateMachineDefinition tells good from bad", async () => {
  const validate = (definition: object) =>
    target.client.send(new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) }));
  expect((await validate({ QueryLanguage: "JSONata", ...pass })).result).toBe("OK");
  expect((await validate({ QueryLanguage: "JSONata", StartAt: "A" })).result).toBe("FAIL");
});
