import { createRequire } from "node:module";
import jsonata from "jsonata";
import { LaneMessage } from "../lambda/contracts/lane.ts";
import {
  AnalyzeOutcome,
  AwaitInput,
  CollectInput,
  EmbedOutcome,
  FinalizeInput,
  RunEnded,
  RunInput,
  StitchInput,
} from "../lambda/contracts/workflow.ts";
import { allStates, evaluateField, expressionsIn, machineOf, type State } from "./asl.ts";
import { synthesize } from "./synthesize.ts";
import { functionOf, resourceOf, resourcesOf, statementsOf } from "./template.ts";

const template = synthesize();
const machine = machineOf(template);
const states = allStates(machine);
const tasks = [...states].filter(([, { Type }]) => Type === "Task");
const namesOf = (entries: readonly (readonly [string, State])[]) => entries.map(([name]) => name).sort();

function stateNamed(name: string): State {
  const state = states.get(name);
  if (!state) throw new Error(`There is no state ${name}`);
  return state;
}

/** The same definition with plausible ARNs and URLs, as Step Functions gets it. */
function deployedDefinition(): unknown {
  const text = JSON.stringify(machine)
    .replaceAll("<AWS::Partition>", "aws")
    .replace(/<(\w+)\.Arn>/g, "arn:aws:lambda:us-east-1:111122223333:function:$1")
    .replace(/<(\w+)>/g, "https://sqs.us-east-1.amazonaws.com/111122223333/$1");
  return JSON.parse(text);
}

interface Validation {
  readonly isValid: boolean;
  readonly errorsText: () => string;
}
// The package has no types.
const validateAsl: (definition: unknown) => Validation = createRequire(import.meta.url)("asl-validator");

const run: RunInput = RunInput.parse({
  runId: "0123456789abcdef0123456789abcdef",
  videoId: "0123456789abcdef01234567",
  indexId: "abcdef0123456789abcdef01",
  bucket: "videos-bucket",
  key: "videos/holiday/beach.mp4",
  versionId: "v1",
  etag: "e",
  sizeBytes: 1000,
  profile: "p",
  generation: 1,
});
const part = { index: 0, bucket: run.bucket, key: run.key, offsetSec: 0, durationSec: 12.5, hasAudio: true };
const reason = {
  code: "TOO_LONG",
  message: "It is too long.",
  hint: "Cut it.",
  step: "analyze",
  retryable: false,
};
const started = {
  part,
  invocationArn: "arn:aws:bedrock:us-east-1:111122223333:async-invoke/a",
  outputPrefix: "p",
};
const outputReady = { part, bucket: "work", key: "embeddings/a/output.json" };
const answered = { part, answerKeys: ["answers/a.json"] };
const error = { Error: "MODEL_ERROR", Cause: "It broke." };
const ended = { ...run, status: "FAILED", reason };

const variables = { run, durationSec: 12.5, started, turn: 1 };
const context = { Task: { Token: "token" } };
const withInput = (input: unknown) => ({ ...variables, states: { input, context } });
const withResult = (input: unknown, result: unknown) => ({
  ...variables,
  states: { input, context, result },
});

describe("the definition", () => {
  test("is valid Amazon States Language", () => {
    const validation = validateAsl(deployedDefinition());
    expect([validation.isValid, validation.isValid ? "" : validation.errorsText()]).toEqual([true, ""]);
  });

  test("would be refused with a transition to nowhere", () => {
    const broken = { ...machine, StartAt: "Nowhere" };
    expect(validateAsl(broken).isValid).toBe(false);
  });

  test("has the states that the runs go through", () => {
    expect([...states.keys()].sort()).toEqual(
      [
        ...["Begin", "Probe", "Accepted?", "Reject", "Understand", "Finalize", "RecordFailure"],
        ...["Announce", "Ended?", "RunEnded", "RunFailed"],
        ...["AnalyzePlanned?", "AnalyzeMissing", "AnalyzeParts", "Analyze", "Stitch", "AnalyzeFailed"],
        ...["EmbedPlanned?", "EmbedMissing", "EmbedParts", "StartEmbedding", "AwaitOutput", "NextTurn?"],
        ...["OutputNeverCame", "Collect", "EmbedFailed"],
      ].sort(),
    );
  });

  test("has only expressions that the JSONata of Step Functions understands, and no placeholder", () => {
    const expressions = expressionsIn(machine);
    expect(expressions.length).toBeGreaterThan(30);
    for (const expression of expressions) expect(() => jsonata(expression)).not.toThrow();
    expect(JSON.stringify(machine)).not.toContain("${");
  });

  test("uses only variables that are assigned", () => {
    const assigned = [...states.values()].flatMap((state) => [
      ...Object.keys(state.Assign ?? {}),
      ...(state.Choices ?? []).flatMap((choice) => Object.keys(choice.Assign ?? {})),
    ]);
    const used = expressionsIn(machine).flatMap((text) => text.match(/\$[a-zA-Z]\w*(?!\w*\()/g) ?? []);
    const unknown = used
      .map((name) => name.slice(1))
      .filter((name) => ![...assigned, "states"].includes(name));
    expect(new Set(assigned)).toEqual(new Set(["run", "durationSec", "started", "turn"]));
    expect(unknown).toEqual([]);
  });

  test("logs everything but data, and is traced", () => {
    const properties = resourceOf(template, "AWS::StepFunctions::StateMachine", "WorkflowMachine");
    expect(properties["LoggingConfiguration"]).toMatchObject({ Level: "ALL", IncludeExecutionData: false });
    expect(properties["TracingConfiguration"]).toEqual({ Enabled: true });
    expect(properties["StateMachineType"] ?? "STANDARD").toBe("STANDARD");
  });
});

describe("every task", () => {
  test.each(tasks)("%s has a timeout of its own, and no heartbeat", (_name, state) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
    expect(state.HeartbeatSeconds).toBeUndefined();
  });

  test.each(tasks)("%s is repeated a bounded number of times, with full jitter", (_name, { Retry = [] }) => {
    expect(Retry.length).toBeGreaterThan(0);
    for (const retrier of Retry) {
      expect(retrier.JitterStrategy).toBe("FULL");
      expect(retrier.MaxAttempts).toBeLessThanOrEqual(6);
      expect(retrier.MaxDelaySeconds).toBeLessThanOrEqual(60);
      expect(retrier.ErrorEquals).not.toContain("States.ALL");
    }
  });

  const calls = tasks.filter(([, { Resource = "" }]) => Resource.endsWith(":lambda:invoke"));

  test.each(calls)(
    "%s leaves its function the time to say why it failed",
    (_name, { TimeoutSeconds, Arguments }) => {
      const fn = resourcesOf(template, "AWS::Lambda::Function").find(
        ({ id }) => Arguments?.["FunctionName"] === `<${id}.Arn>`,
      );
      expect(TimeoutSeconds).toBe((fn?.properties.Timeout ?? 0) + 30);
    },
  );

  test.each(["Probe", "Reject", "Understand", "Finalize"])("%s ends in a record when it fails", (name) => {
    expect(stateNamed(name).Catch).toEqual([
      { ErrorEquals: ["States.DataLimitExceeded"], Next: "RecordFailure" },
      { ErrorEquals: ["States.ALL"], Next: "RecordFailure" },
    ]);
  });

  test.each([
    ["AnalyzeParts", "AnalyzeFailed"],
    ["Stitch", "AnalyzeFailed"],
    ["EmbedParts", "EmbedFailed"],
  ])("%s keeps its failure in its own branch", (name, handler) => {
    expect(stateNamed(name).Catch).toEqual([
      { ErrorEquals: ["States.DataLimitExceeded"], Next: handler },
      { ErrorEquals: ["States.ALL"], Next: handler },
    ]);
  });

  test("work on a lane may wait for 12 hours, and what the worker answers is final", () => {
    for (const name of ["Analyze", "StartEmbedding"]) {
      const { TimeoutSeconds, Retry = [] } = stateNamed(name);
      expect(TimeoutSeconds).toBe(43_200);
      const errors = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(errors.every((name) => name.startsWith("SQS."))).toBe(true);
    }
  });

  test("only the workflow's own token states wait for an answer", () => {
    const waiting = tasks.filter(([, { Resource = "" }]) => Resource.endsWith(".waitForTaskToken"));
    expect(namesOf(waiting)).toEqual(["Analyze", "AwaitOutput", "StartEmbedding"]);
  });
});

describe("waiting for an output", () => {
  test("a turn that ends without an answer leads to another one, any other error does not", () => {
    expect(stateNamed("AwaitOutput")).toMatchObject({
      TimeoutSeconds: 300,
      Catch: [{ ErrorEquals: ["States.Timeout", "States.HeartbeatTimeout"], Next: "NextTurn?" }],
    });
  });

  test("288 turns are taken, and then the output is missing", async () => {
    const { Choices = [], Default } = stateNamed("NextTurn?");
    const [again] = Choices;
    const goesOn = (turn: number) => evaluateField(again?.Condition, { ...withInput(started), turn });
    expect([await goesOn(1), await goesOn(287), await goesOn(288)]).toEqual([true, true, false]);
    expect(await evaluateField(again?.Assign, { ...withInput(started), turn: 5 })).toEqual({ turn: 6 });
    expect([again?.Next, Default]).toEqual(["AwaitOutput", "OutputNeverCame"]);
    expect(stateNamed("OutputNeverCame").Error).toBe("OUTPUT_MISSING");
  });
});

describe("what passes between the states is what the handlers parse", () => {
  const payloadOf = async (name: string, input: unknown) => {
    const { Arguments = {} } = stateNamed(name);
    return evaluateField(Arguments["Payload"] ?? Arguments["MessageBody"], withInput(input));
  };
  const outputOf = (name: string, input: unknown, result: unknown) =>
    evaluateField(stateNamed(name).Output, withResult(input, result));

  test("Begin keeps the run, and Probe gets it", async () => {
    expect(await evaluateField(stateNamed("Begin").Assign, withInput(run))).toEqual({ run });
    expect(await payloadOf("Probe", run)).toEqual(run);
  });

  test.each(["Analyze", "StartEmbedding"])("%s sends a message of a lane", async (name) => {
    expect(LaneMessage.parse(await payloadOf(name, part))).toEqual({ taskToken: "token", run, part });
  });

  test.each([
    ["AnalyzeParts", "analyze"],
    ["EmbedParts", "embed"],
  ])("%s goes over the parts of its plan, be it one or many", async (name, plan) => {
    const items = (parts: unknown[]) =>
      evaluateField(stateNamed(name).Items, withInput({ [plan]: { parts, reason: null } }));
    expect(await items([part])).toEqual([part]);
    expect(await items([part, { ...part, index: 1 }])).toHaveLength(2);
  });

  test.each([
    ["AnalyzePlanned?", "analyze", "AnalyzeParts", "AnalyzeMissing"],
    ["EmbedPlanned?", "embed", "EmbedParts", "EmbedMissing"],
  ])("%s skips a model that has nothing to do", async (name, plan, work, missing) => {
    const { Choices = [], Default } = stateNamed(name);
    const hasWork = (parts: unknown[]) =>
      evaluateField(Choices[0]?.Condition, withInput({ [plan]: { parts, reason } }));
    expect([await hasWork([part]), await hasWork([])]).toEqual([true, false]);
    expect([Choices[0]?.Next, Default]).toEqual([work, missing]);
  });

  test.each([1, 2])("Stitch gets the answers of %i parts", async (count) => {
    const input = await payloadOf(
      "Stitch",
      Array.from({ length: count }, () => answered),
    );
    expect(StitchInput.parse(input).answers).toHaveLength(count);
  });

  test("AwaitOutput and Collect get what the lane and the wait gave", async () => {
    expect(AwaitInput.parse(await payloadOf("AwaitOutput", "left over from a turn"))).toEqual({
      taskToken: "token",
      run,
      started,
    });
    expect(CollectInput.parse(await payloadOf("Collect", outputReady))).toEqual({
      run,
      durationSec: 12.5,
      output: outputReady,
    });
    expect(await evaluateField(stateNamed("StartEmbedding").Assign, withResult(part, started))).toEqual({
      started,
      turn: 1,
    });
  });

  test("each end of a branch is an outcome", async () => {
    const collected = [{ segmentCounts: { visual: 3 } }];
    const plans = { analyze: { parts: [], reason }, embed: { parts: [], reason } };
    const analyze = [
      await outputOf("Stitch", [answered], { Payload: { analysisKey: "analyses/a.json" } }),
      await outputOf("AnalyzeMissing", plans, undefined),
      await outputOf("AnalyzeFailed", error, undefined),
    ];
    expect(analyze.map((outcome) => AnalyzeOutcome.parse(outcome).outcome)).toEqual([
      "done",
      "missing",
      "failed",
    ]);
    const embed = [
      await outputOf("EmbedParts", plans, collected),
      await outputOf("EmbedMissing", plans, undefined),
      await outputOf("EmbedFailed", error, undefined),
    ];
    expect(embed.map((outcome) => EmbedOutcome.parse(outcome).outcome)).toEqual([
      "done",
      "missing",
      "failed",
    ]);
  });

  test("the closing states say how the run went", async () => {
    const branches = [
      { outcome: "done", analysisKey: "analyses/a.json" },
      { outcome: "failed", error },
    ];
    expect(FinalizeInput.parse(await payloadOf("Finalize", branches))).toEqual({
      outcome: "finished",
      run,
      analyze: branches[0],
      embed: branches[1],
    });
    expect(FinalizeInput.parse(await payloadOf("Reject", { outcome: "rejected", reason }))).toEqual({
      outcome: "rejected",
      run,
      reason,
    });
    expect(FinalizeInput.parse(await payloadOf("RecordFailure", error))).toEqual({
      outcome: "failed",
      run,
      error,
    });
  });

  test("only an accepted file is worked on, and its length is kept", async () => {
    const { Choices = [], Default } = stateNamed("Accepted?");
    const accepted = (outcome: string) => evaluateField(Choices[0]?.Condition, withInput({ outcome }));
    expect([await accepted("accepted"), await accepted("rejected")]).toEqual([true, false]);
    expect([Choices[0]?.Next, Default]).toEqual(["Understand", "Reject"]);
    expect(await evaluateField(Choices[0]?.Assign, withInput({ durationSec: 3 }))).toEqual({
      durationSec: 3,
    });
  });

  test("the end of the run goes to the default event bus and decides how the execution ends", async () => {
    const { Arguments, Output } = stateNamed("Announce");
    const { Entries } = (await evaluateField(Arguments, withInput(ended))) as {
      Entries: { Detail: unknown }[];
    };
    expect(Entries).toEqual([{ Source: "reelbase", DetailType: "Run ended", Detail: ended }]);
    expect(RunEnded.safeParse(Entries[0]?.Detail).success).toBe(true);
    expect(await evaluateField(Output, withResult(ended, { FailedEntryCount: 0 }))).toEqual(ended);

    const { Choices = [], Default } = stateNamed("Ended?");
    const failed = (status: string) => evaluateField(Choices[0]?.Condition, withInput({ ...ended, status }));
    expect([await failed("FAILED"), await failed("PARTIAL")]).toEqual([true, false]);
    expect([Choices[0]?.Next, Default]).toEqual(["RunFailed", "RunEnded"]);
    const { Error: code, Cause } = stateNamed("RunFailed");
    expect(await evaluateField([code, Cause], withInput(ended))).toEqual(["TOO_LONG", "It is too long."]);
  });
});

describe("the machine's role", () => {
  const statements = statementsOf(template, "WorkflowRole");
  const resourcesFor = (action: string) =>
    statements.filter(({ Action }) => [Action].flat().includes(action)).flatMap(({ Resource }) => Resource);

  test("may call exactly the functions that are states, each without a wildcard", () => {
    const called = [
      "ingest/probe",
      "analyze/stitch",
      "embed/await-output",
      "embed/collect",
      "catalog/finalize",
    ];
    expect(resourcesFor("lambda:InvokeFunction").sort()).toEqual(
      called.map((entry) => `<${functionOf(template, entry).id}.Arn>`).sort(),
    );
  });

  test("may send to the two lanes and to the default bus", () => {
    expect(resourcesFor("sqs:SendMessage")).toEqual(["<AnalyzeLaneQueue.Arn>", "<EmbedLaneQueue.Arn>"]);
    expect(resourcesFor("events:PutEvents")).toEqual([
      "arn:aws:events:us-east-1:<AWS::AccountId>:event-bus/default",
    ]);
  });

  test("can be taken by state machines of this account only", () => {
    const { Statement } = resourceOf(template, "AWS::IAM::Role", "WorkflowRole").AssumeRolePolicyDocument;
    expect(Statement).toEqual([
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "states.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" },
          ArnLike: { "aws:SourceArn": "arn:aws:states:us-east-1:<AWS::AccountId>:stateMachine:*" },
        },
      },
    ]);
  });
});
