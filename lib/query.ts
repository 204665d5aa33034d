import { Aws, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigateway";
import * as logs from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { ANSWERS_PREFIX, BY_INDEX, BY_STATUS, EMBED_TASKS_PREFIX, VIDEOS_PREFIX } from "../lambda/keys.ts";
import type { Catalog } from "./catalog.ts";
import { type Config, settingsText } from "./config.ts";
import { ReelbaseFunction } from "./function.ts";
import { addGatewayResponses } from "./gateway-responses.ts";
import type { VideoIngest } from "./ingest.ts";
import { grantInvoke, grantSeeInvocations, grantStartInvocations } from "./model-access.ts";
import type { WorkBucket } from "./work-bucket.ts";

export interface QueryApiProps {
  readonly config: Config;
  readonly catalog: Catalog;
  readonly ingest: VideoIngest;
  readonly work: WorkBucket;
}

/** The mounted versions of the platform's paths. */
const VERSIONS = ["v1.2", "v1.3"];

/** Part of every address, so it never changes. */
const STAGE = "api";

/**
 * The longest answer: a question about an hour of video takes the model minutes. 15 minutes are the most that Lambda
 * and a streaming integration allow. API Gateway also cuts a stream in which nothing has moved for 5 minutes.
 */
const LONGEST_ANSWER = Duration.minutes(15);

/** No query strings, no headers and no bodies: they hold keys, prompts and names. */
const ACCESS_LOG = {
  requestId: apigateway.AccessLogField.contextRequestId(),
  time: apigateway.AccessLogField.contextRequestTime(),
  method: apigateway.AccessLogField.contextHttpMethod(),
  route: apigateway.AccessLogField.contextResourcePath(),
  status: apigateway.AccessLogField.contextStatus(),
  refusal: apigateway.AccessLogField.contextErrorResponseType(),
  latencyMs: apigateway.AccessLogField.contextResponseLatency(),
  bytes: apigateway.AccessLogField.contextResponseLength(),
  /** The first digits of the key's hash, as in the list of keys. */
  principal: apigateway.AccessLogField.contextAuthorizerPrincipalId(),
};

/** The API: a gate that looks at the key, and behind it one function for all paths, whose answers are streamed. */
export class QueryApi extends Construct {
  readonly api: apigateway.RestApi;
  readonly serve: ReelbaseFunction;
  /** Absent where AWS itself checks signatures. */
  readonly authorize?: ReelbaseFunction;
  /** `<url>/v1.2` is the base URL for clients. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: QueryApiProps) {
    super(scope, id);
    const { config, catalog } = props;
    this.serve = this.makeServe(props);
    this.api = this.makeApi(config);
    if (config.auth === "key") this.authorize = this.makeAuthorize(config, catalog);
    this.addRoutes();
    addGatewayResponses(this.api, config);
    this.url = `https://${this.api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${STAGE}`;
  }

  private makeServe({ config, catalog, ingest, work }: QueryApiProps): ReelbaseFunction {
    const fn = new ReelbaseFunction(this, "Serve", {
      entry: "query/serve",
      config,
      timeoutSec: LONGEST_ANSWER.toSeconds(),
      // Searching is arithmetic: one full core.
      memoryMb: 1769,
      environment: {
        SETTINGS: settingsText(config),
        FETCH_HOSTS: config.fetchHosts.join(","),
        ACCOUNT_ID: Aws.ACCOUNT_ID,
      },
    })
      .bind(catalog.table, ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"])
      .bind(catalog.table.gsi(BY_INDEX), ["Query"])
      .bind(catalog.table.gsi(BY_STATUS), ["Query"])
      .bind(catalog.segmentIndex, ["QueryVectors", "GetVectors"])
      .bind(ingest.videos.named("VIDEOS_BUCKET"), {
        // Bedrock reads the video with the rights of its caller; addresses for up- and downloads carry them too.
        read: [VIDEOS_PREFIX],
        write: [VIDEOS_PREFIX],
        seeMissing: true,
      })
      .bind(work, {
        // Answers too long for the table; media that are embedded alone, and what came of them.
        read: [ANSWERS_PREFIX, EMBED_TASKS_PREFIX],
        write: [ANSWERS_PREFIX, EMBED_TASKS_PREFIX],
        seeMissing: true,
      })
      .bind(ingest.fetches, undefined)
      .bind(catalog.removals, undefined);
    grantInvoke(fn, config.pegasus, config.region, ["InvokeModel", "InvokeModelWithResponseStream"]);
    grantInvoke(fn, config.marengo, config.region);
    grantStartInvocations(fn, config.marengo, config.region);
    grantSeeInvocations(fn);
    return fn;
  }

  private makeApi(config: Config): apigateway.RestApi {
    const api = new apigateway.RestApi(this, "Api", {
      // Metrics go by this name, so two stacks must not share it.
      restApiName: Stack.of(this).stackName,
      description: "reelbase: ask the library",
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      // Images and forms come as they are.
      binaryMediaTypes: ["*/*"],
      // The role would be set for all APIs of the account and region.
      cloudWatchRole: false,
      deployOptions: {
        stageName: STAGE,
        throttlingRateLimit: config.apiRequestsPerSecond,
        throttlingBurstLimit: config.apiBurst,
        tracingEnabled: true,
        ...(config.apiAccessLogs ? this.accessLogs(config) : {}),
      },
    });
    // The CDK's own output of the address; ours has a short name.
    api.node.tryRemoveChild("Endpoint");
    const resource = api.node.defaultChild as apigateway.CfnRestApi;
    // Left alone, an API still takes TLS 1.0.
    resource.securityPolicy = apigateway.SecurityPolicy.TLS13_1_2_PQ_2025_09;
    resource.endpointAccessMode = apigateway.EndpointAccessMode.STRICT;
    return api;
  }

  private accessLogs({ logRetentionDays }: Config): apigateway.StageOptions {
    const logGroup = new logs.LogGroup(this, "AccessLogs", {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return {
      accessLogDestination: new apigateway.LogGroupLogDestination(logGroup),
      accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
    };
  }

  private makeAuthorize(config: Config, catalog: Catalog): ReelbaseFunction {
    return new ReelbaseFunction(this, "Authorize", {
      entry: "query/authorize",
      config,
      // It reads one item.
      timeoutSec: 15,
    }).bind(catalog.table, ["GetItem"]);
  }

  private addRoutes(): void {
    const integration = new apigateway.LambdaIntegration(this.serve, {
      responseTransferMode: apigateway.ResponseTransferMode.STREAM,
      timeout: LONGEST_ANSWER,
      // The console could call the function past the gate.
      allowTestInvoke: false,
    });
    const gate = this.gate();
    for (const version of VERSIONS) {
      const resource = this.api.root.addResource(version);
      resource.addProxy({ defaultIntegration: integration, defaultMethodOptions: gate });
    }
  }

  private gate(): apigateway.MethodOptions {
    if (!this.authorize) return { authorizationType: apigateway.AuthorizationType.IAM };
    return {
      authorizationType: apigateway.AuthorizationType.CUSTOM,
      authorizer: new apigateway.RequestAuthorizer(this, "Authorizer", {
        handler: this.authorize,
        identitySources: [apigateway.IdentitySource.header("x-api-key")],
        // No answer is kept, so that a revoked key stops at once. The price: each request waits some milliseconds for
        // a call of the function and a read of the table, together about $0.50 for a million requests.
        resultsCacheTtl: Duration.seconds(0),
      }),
    };
  }
}
