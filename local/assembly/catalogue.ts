import type { ResourceType } from "./resource-type.ts";
import { apigatewayAuthorizer } from "./resources/apigateway-authorizer.ts";
import { apigatewayDeployment } from "./resources/apigateway-deployment.ts";
import { apigatewayGatewayResponse } from "./resources/apigateway-gateway-response.ts";
import { apigatewayMethod } from "./resources/apigateway-method.ts";
import { apigatewayResource } from "./resources/apigateway-resource.ts";
import { apigatewayRestApi } from "./resources/apigateway-rest-api.ts";
import { apigatewayStage } from "./resources/apigateway-stage.ts";
import { dynamodbGlobalTable } from "./resources/dynamodb-global-table.ts";
import { dynamodbTable } from "./resources/dynamodb-table.ts";
import { eventsEventBus } from "./resources/events-event-bus.ts";
import { eventsRule } from "./resources/events-rule.ts";
import { iamManagedPolicy } from "./resources/iam-managed-policy.ts";
import { iamPolicy } from "./resources/iam-policy.ts";
import { iamRole } from "./resources/iam-role.ts";
import { lambdaEventInvokeConfig } from "./resources/lambda-event-invoke-config.ts";
import { lambdaEventSourceMapping } from "./resources/lambda-event-source-mapping.ts";
import { lambdaFunction } from "./resources/lambda-function.ts";
import { lambdaPermission } from "./resources/lambda-permission.ts";
import { withoutLocalEffect } from "./resources/no-local-effect.ts";
import { s3Bucket } from "./resources/s3-bucket.ts";
import { s3BucketPolicy } from "./resources/s3-bucket-policy.ts";
import { s3VectorsBucket } from "./resources/s3-vectors-bucket.ts";
import { s3VectorsBucketPolicy } from "./resources/s3-vectors-bucket-policy.ts";
import { s3VectorsIndex } from "./resources/s3-vectors-index.ts";
import { sqsQueue } from "./resources/sqs-queue.ts";
import { sqsQueuePolicy } from "./resources/sqs-queue-policy.ts";
import { stepFunctionsStateMachine } from "./resources/step-functions-state-machine.ts";

/**
 * All types that the local host knows, in the order in which their resources are made: policies before those who
 * act under them, stores before functions,
 * and what sets work in motion last.
 */
export const catalogue: readonly ResourceType[] = [
  ...withoutLocalEffect,
  iamManagedPolicy,
  iamRole,
  iamPolicy,
  s3BucketPolicy,
  sqsQueuePolicy,
  s3VectorsBucketPolicy,
  lambdaPermission,
  s3Bucket,
  sqsQueue,
  dynamodbGlobalTable,
  dynamodbTable,
  s3VectorsBucket,
  s3VectorsIndex,
  lambdaFunction,
  lambdaEventInvokeConfig,
  apigatewayRestApi,
  apigatewayResource,
  apigatewayAuthorizer,
  apigatewayGatewayResponse,
  apigatewayMethod,
  apigatewayDeployment,
  apigatewayStage,
  stepFunctionsStateMachine,
  eventsEventBus,
  eventsRule,
  lambdaEventSourceMapping,
];

/** Types whose resources set work in motion as soon as they are made. */
export const startingTypes: ReadonlySet<string> = new Set([lambdaEventSourceMapping.type]);
