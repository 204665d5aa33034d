import { ArnFormat, Aws, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as logs from "aws-cdk-lib/aws-logs";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";
import { Construct } from "constructs";
import type { PegasusAnalysis } from "./analyze.ts";
import type { Config } from "./config.ts";
import type { MarengoEmbedding } from "./embed.ts";
import type { ReelbaseFunction } from "./function.ts";
import { BUS_UNREACHABLE, catchAll } from "./retries.ts";
import { functionStep } from "./steps.ts";

export interface VideoWorkflowProps {
  readonly config: Config;
  readonly probe: ReelbaseFunction;
  readonly analysis: PegasusAnalysis;
  readonly embedding: MarengoEmbedding;
  readonly finalize: ReelbaseFunction;
}

export type TokenAction = "SendTaskSuccess" | "SendTaskFailure" | "SendTaskHeartbeat";
/** Both ways to answer a waiting state. */
export const ANSWERS: readonly TokenAction[] = ["SendTaskSuccess", "SendTaskFailure"];

/**
 * The state machine: one execution per run.
 *
 * Input: `RunInput`. Output: `RunEnded`.
 * Errors: the code of the run's reason, when the run ended FAILED: the catalog has the record then.
 *
 * There is no timeout of the whole: every state has its own, and one of the whole would end a run without a record.
 */
export class VideoWorkflow extends Construct {
  readonly machine: sfn.StateMachine;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: VideoWorkflowProps) {
    super(scope, id);
    this.role = new iam.Role(this, "Role", { assumedBy: ownMachines(this) });
    this.machine = new sfn.StateMachine(this, "Machine", {
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(this.definition(props)),
      role: this.role,
      tracingEnabled: true,
      logs: {
        level: sfn.LogLevel.ALL,
        // Payloads carry task tokens.
        includeExecutionData: false,
        destination: new logs.LogGroup(this, "Logs", {
          retention: props.config.logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
  }

  /** Lets a function start executions and stop those whose object was overwritten. */
  startedBy(fn: ReelbaseFunction): void {
    this.give(fn, () => {
      fn.allow(["states:StartExecution"], [this.machine.stateMachineArn]);
      fn.allow(["states:StopExecution"], [this.executions()]);
    });
  }

  /** Lets a function stop executions. */
  stoppedBy(fn: ReelbaseFunction): void {
    this.give(fn, () => fn.allow(["states:StopExecution"], [this.executions()]));
  }

  private give(fn: ReelbaseFunction, grantTo: () => void): void {
    fn.bind({ variables: { STATE_MACHINE_ARN: this.machine.stateMachineArn }, grantTo }, undefined);
  }

  private executions(): string {
    return Stack.of(this).formatArn({
      service: "states",
      resource: "execution",
      resourceName: `${this.machine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  /**
   * Lets a function answer waiting states. A policy of its own: in the function's own one, the machine would have to
   * wait for a function that it calls, and the function for the machine.
   */
  answeredBy(fn: ReelbaseFunction, actions: readonly TokenAction[]): void {
    new iam.Policy(this, `Tokens${fn.node.scope?.node.id}${fn.node.id}`, {
      roles: [fn.ownRole],
      statements: [
        new iam.PolicyStatement({
          actions: actions.map((action) => `states:${action}`),
          resources: [this.machine.stateMachineArn],
        }),
      ],
    });
  }

  private definition({ probe, analysis, embedding, finalize }: VideoWorkflowProps): sfn.IChainable {
    const announce = this.announce();
    const close = (id: string, payload: Readonly<Record<string, unknown>>) =>
      functionStep(this, id, { fn: finalize, payload: { run: "{% $run %}", ...payload } });

    const recordFailure = close("RecordFailure", { outcome: "failed", error: "{% $states.input %}" });
    recordFailure.next(announce);

    const reject = close("Reject", { outcome: "rejected", reason: "{% $states.input.reason %}" });
    catchAll(reject, recordFailure).next(announce);

    const understand = sfn.Parallel.jsonata(this, "Understand").branch(analysis, embedding);
    const finish = close("Finalize", {
      outcome: "finished",
      analyze: "{% $states.input[0] %}",
      embed: "{% $states.input[1] %}",
    });
    catchAll(understand, recordFailure).next(catchAll(finish, recordFailure)).next(announce);

    const accepted = sfn.Choice.jsonata(this, "Accepted?")
      .when(sfn.Condition.jsonata('{% $states.input.outcome = "accepted" %}'), understand, {
        assign: { durationSec: "{% $states.input.durationSec %}" },
      })
      .otherwise(reject);
    const look = functionStep(this, "Probe", { fn: probe, payload: "{% $states.input %}" });
    return sfn.Pass.jsonata(this, "Begin", { assign: { run: "{% $states.input %}" } })
      .next(catchAll(look, recordFailure))
      .next(accepted);
  }

  /**
   * Tells the event bus how the run ended, then ends the execution likewise. Not caught: an execution that fails here
   * raises the alarm, and a redrive of it does nothing but announce again.
   */
  private announce(): sfn.IChainable {
    const announce = tasks.EventBridgePutEvents.jsonata(this, "Announce", {
      entries: [
        {
          source: "reelbase",
          detailType: "Run ended",
          detail: sfn.TaskInput.fromText("{% $states.input %}"),
        },
      ],
      outputs: "{% $states.input %}",
      taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
    });
    announce.addRetry(BUS_UNREACHABLE);
    const failed = sfn.Fail.jsonata(this, "RunFailed", {
      error: "{% $states.input.reason.code %}",
      cause: "{% $states.input.reason.message %}",
    });
    const ended = sfn.Choice.jsonata(this, "Ended?")
      .when(sfn.Condition.jsonata('{% $states.input.status = "FAILED" %}'), failed)
      .otherwise(sfn.Succeed.jsonata(this, "RunEnded"));
    return announce.next(ended);
  }
}

/** Step Functions in general, but only for state machines of this account and region. */
function ownMachines(scope: Construct): iam.IPrincipal {
  const machines = Stack.of(scope).formatArn({
    service: "states",
    resource: "stateMachine",
    resourceName: "*",
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new iam.ServicePrincipal("states.amazonaws.com").withConditions({
    StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
    ArnLike: { "aws:SourceArn": machines },
  });
}
