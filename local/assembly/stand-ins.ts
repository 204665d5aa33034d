import type { ApiGateway } from "../api-gateway/gateway.ts";
import type { DynamoDbStandIn } from "../dynamodb/stand-in.ts";
import type { EventsStandIn } from "../events/stand-in.ts";
import type { LambdaStandIn } from "../lambda/stand-in.ts";
import type { S3StandIn } from "../s3/stand-in.ts";
import type { S3VectorsStandIn } from "../s3-vectors/stand-in.ts";
import type { SqsStandIn } from "../sqs/stand-in.ts";
import type { StepFunctionsStandIn } from "../step-functions/stand-in.ts";

/** What the resources of a template need of the stand-ins: a way to come into being. */
export interface StandIns {
  readonly s3: Pick<S3StandIn, "createBucket">;
  readonly sqs: Pick<SqsStandIn, "createQueue">;
  readonly events: Pick<EventsStandIn, "createRule">;
  readonly lambda: Pick<LambdaStandIn, "createFunction">;
  readonly stepFunctions: Pick<StepFunctionsStandIn, "createStateMachine">;
  readonly apiGateway: Pick<
    ApiGateway,
    "addApi" | "addResource" | "addMethod" | "addAuthorizer" | "addResponse" | "addStage"
  >;
  readonly dynamodb: Pick<DynamoDbStandIn, "createTable" | "execute">;
  readonly s3vectors: Pick<S3VectorsStandIn, "createVectorBucket" | "createIndex">;
}
