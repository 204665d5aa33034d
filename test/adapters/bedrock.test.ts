import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { bedrockAnalysis, bedrockEmbeddings } from "../../lambda/adapters/bedrock.ts";
import { invocationFailure } from "../../lambda/adapters/bedrock-errors.ts";
import { bedrockForAnalysis, bedrockForInvocations } from "../../lambda/adapters/clients.ts";
import { analysisModel, embeddingModel } from "../../lambda/models.ts";
import { openPort, type Port, type Request } from "../../local/port.ts";
import type { Reply } from "../../local/service.ts";
import { arnOf } from "../fakes.ts";
import { dummyCredentials } from "../local/serve.ts";

const pegasus = analysisModel("pegasus-1.2");
const marengo = embeddingModel("marengo-3.0");

type Answerer = (request: Request, count: number) => Promise<Reply> | Reply;

let port: Port;
let answer: Answerer;
let requests: { method: string; path: string; headers: Request["headers"]; body: string }[];
const environment = { ...process.env };

beforeEach(async () => {
  requests = [];
  port = await openPort(0, async (request) => {
    const { method, path, headers } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request.body) chunks.push(chunk);
    requests.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
    return answer(request, requests.length);
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: port.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: dummyCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: dummyCredentials.secretAccessKey,
  });
});
afterEach(async () => {
  process.env = { ...environment };
  await port.close();
});

const json = (body: unknown): Reply => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
const failure = (name: string, status: number, message = "what the service says"): Reply => ({
  status,
  headers: { "content-type": "application/json", "x-amzn-errortype": `${name}:http://internal.amazon.com/` },
  body: JSON.stringify({ message }),
});
const never = () => new Promise<Reply>(() => {});

/** What every request handler of the SDK can say of itself, though its type does not. */
interface Configured {
  httpHandlerConfigs(): { readonly requestTimeout?: number };
}

/** The client as the functions make it, unless the test brings one. */
async function withClient<T>(
  client: BedrockRuntimeClient,
  use: (client: BedrockRuntimeClient) => Promise<T>,
) {
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}
const invoked = (client = bedrockForAnalysis(), region = "us-east-1") =>
  withClient(client, (open) => bedrockAnalysis(open, pegasus, region).invoke({ inputPrompt: "Describe." }));
const embeddings = <T>(use: (service: ReturnType<typeof bedrockEmbeddings>) => Promise<T>) =>
  withClient(bedrockForInvocations(), (open) => use(bedrockEmbeddings(open, marengo, "111122223333")));
const started = () =>
  embeddings((service) =>
    service.start({ inputType: "video" }, "s3://work-bucket/embeddings/x", "token-of-ours"),
  );
const status = () => embeddings((service) => service.status(arnOf(1)));

describe("a call of Pegasus", () => {
  it("goes by the profile of the region, as JSON", async () => {
    answer = () => json({ message: "{}", finishReason: "stop" });
    expect(await invoked()).toEqual({ message: "{}", finishReason: "stop" });
    expect(requests).toMatchObject([
      {
        method: "POST",
        path: "/model/us.twelvelabs.pegasus-1-2-v1%3A0/invoke",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: '{"inputPrompt":"Describe."}',
      },
    ]);
  });

  it("is not sent from a region that has no way to the model", async () => {
    await expect(invoked(bedrockForAnalysis(), "cn-north-1")).rejects.toMatchObject({
      name: "PermanentError",
      code: "CONFIG",
    });
    expect(requests).toEqual([]);
  });

  it("gives nothing for an answer that is no JSON, such as a proxy's page", async () => {
    answer = () => ({ status: 200, body: "<html>Sign in</html>" });
    expect(await invoked()).toBeUndefined();
  });

  it.each([
    ["InternalServerException", failure("InternalServerException", 500)],
    ["ServiceUnavailableException", failure("ServiceUnavailableException", 503)],
    ["ThrottlingException", failure("ThrottlingException", 429)],
    ["ModelNotReadyException", failure("ModelNotReadyException", 429)],
    ["a bare 500", { status: 500, body: "" }],
    ["a bare 503", { status: 503, body: "" }],
  ])("is sent exactly once, also when it ends with %s", async (_, reply) => {
    answer = () => reply;
    await expect(invoked()).rejects.toThrow();
    expect(requests).toHaveLength(1);
  });

  it("is sent exactly once when the connection breaks after the work", async () => {
    answer = async () => {
      await port.close();
      return never();
    };
    await expect(invoked()).rejects.toMatchObject({ name: "TemporaryError" });
    expect(requests).toHaveLength(1);
  });

  it("that hangs is given up, once and for good, after the time that the client was given", async () => {
    answer = never;
    const client = new BedrockRuntimeClient({ maxAttempts: 1, requestHandler: { requestTimeout: 50 } });
    await expect(invoked(client)).rejects.toMatchObject({ name: "TemporaryError", code: "MODEL_TIMEOUT" });
    expect(requests).toHaveLength(1);
  });

  it("has less time than its function, which still has to say that it hung", async () => {
    answer = () => json({});
    const client = bedrockForAnalysis();
    await invoked(client);
    const handler = client.config.requestHandler as unknown as Configured;
    const { requestTimeout } = handler.httpHandlerConfigs();
    expect(requestTimeout).toBeGreaterThanOrEqual(600_000);
    expect(requestTimeout).toBeLessThanOrEqual(870_000);
  });
});

describe("what an error of Bedrock means", () => {
  it.each([
    ["AccessDeniedException", 403, "PermanentError", "ACCESS_DENIED"],
    ["ConflictException", 400, "PermanentError", "INTERNAL"],
    ["InternalServerException", 500, "TemporaryError", "MODEL_ERROR"],
    ["ModelErrorException", 424, "TemporaryError", "MODEL_ERROR"],
    ["ModelStreamErrorException", 424, "TemporaryError", "MODEL_ERROR"],
    ["ModelTimeoutException", 408, "TemporaryError", "MODEL_TIMEOUT"],
    ["ResourceNotFoundException", 404, "PermanentError", "CONFIG"],
    ["ValidationException", 400, "PermanentError", "CONFIG"],
    ["SomethingNewException", 418, "TemporaryError", "MODEL_ERROR"],
  ])("%s (%d) is a %s with the code %s", async (name, httpStatus, error, code) => {
    answer = () => failure(name, httpStatus);
    await expect(invoked()).rejects.toMatchObject({ name: error, code });
  });

  it.each([
    ["ThrottlingException", 429],
    ["ModelNotReadyException", 429],
    ["ServiceQuotaExceededException", 400],
    ["ServiceUnavailableException", 503],
  ])("%s (%d) means that nothing was done", async (name, httpStatus) => {
    answer = () => failure(name, httpStatus);
    await expect(invoked()).rejects.toMatchObject({ name: "Throttled" });
  });

  it.each(["Unprocessable video", "The video could not be decoded.", "Unsupported codec: ProRes"])(
    "a refusal with %p blames the media",
    async (message) => {
      answer = () => failure("ValidationException", 400, message);
      await expect(invoked()).rejects.toMatchObject({ code: "MODEL_REJECTED" });
      expect(invocationFailure(message).code).toBe("MODEL_REJECTED");
    },
  );

  it.each([
    "required key [s3Location] not found",
    "Invocation of model ID twelvelabs.pegasus-1-2-v1:0 with on-demand throughput isn't supported.",
  ])("a refusal with %p blames the configuration, and says so", async (message) => {
    answer = () => failure("ValidationException", 400, message);
    await expect(invoked()).rejects.toMatchObject({
      code: "CONFIG",
      detail: expect.stringContaining(message),
    });
  });

  it("a denied call keeps the action and the resource that are missing", async () => {
    const message =
      "User: arn:aws:sts::111122223333:assumed-role/analyze is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-west-2::foundation-model/twelvelabs.pegasus-1-2-v1:0";
    answer = () => failure("AccessDeniedException", 403, message);
    await expect(invoked()).rejects.toMatchObject({ detail: expect.stringContaining(message) });
  });

  it("a model at the end of its life says so", async () => {
    const message = "This model version has reached the end of its life.";
    answer = () => failure("ResourceNotFoundException", 404, message);
    await expect(invoked()).rejects.toMatchObject({
      code: "CONFIG",
      detail: expect.stringContaining(message),
    });
  });
});

describe("an asynchronous invocation", () => {
  it("is started by the bare id, with our token and the owner of the bucket", async () => {
    answer = () => json({ invocationArn: arnOf(1) });
    expect(await started()).toBe(arnOf(1));
    expect(requests[0]).toMatchObject({ method: "POST", path: "/async-invoke" });
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
      clientRequestToken: "token-of-ours",
      modelId: "twelvelabs.marengo-embed-3-0-v1:0",
      modelInput: { inputType: "video" },
      outputDataConfig: {
        s3OutputDataConfig: { s3Uri: "s3://work-bucket/embeddings/x", bucketOwner: "111122223333" },
      },
    });
  });

  it("is started again under the same token after an answer that got lost", async () => {
    answer = (_, count) => (count === 1 ? { status: 500, body: "" } : json({ invocationArn: arnOf(1) }));
    expect(await started()).toBe(arnOf(1));
    const tokens = requests.map(({ body }) => JSON.parse(body).clientRequestToken);
    expect(tokens).toEqual(["token-of-ours", "token-of-ours"]);
  });

  it("without an ARN is an error", async () => {
    answer = () => json({});
    await expect(started()).rejects.toMatchObject({ name: "PermanentError", code: "MODEL_ERROR" });
  });

  it("whose token was used for another request is a fault of ours", async () => {
    answer = () => failure("ConflictException", 400);
    await expect(started()).rejects.toMatchObject({ name: "PermanentError", code: "INTERNAL" });
  });

  it.each([
    [{ status: "InProgress" }, { status: "InProgress" }],
    [
      {
        status: "Completed",
        endTime: "2026-11-21T10:00:00.250Z",
        outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://work-bucket/embeddings/x/abc" } },
      },
      {
        status: "Completed",
        outputUri: "s3://work-bucket/embeddings/x/abc",
        endedAtMs: Date.parse("2026-11-21T10:00:00.250Z"),
      },
    ],
    [
      { status: "Failed", failureMessage: "Unprocessable video" },
      { status: "Failed", message: "Unprocessable video" },
    ],
    [{ status: "Expired" }, { status: "Failed", message: "Bedrock gives the status Expired." }],
  ])("that answers %j stands like that", async (body, expected) => {
    answer = () =>
      json({ invocationArn: arnOf(1), modelArn: "m", submitTime: "2026-11-21T09:00:00Z", ...body });
    expect(await status()).toEqual(expected);
    expect(requests[0]).toMatchObject({
      method: "GET",
      path: `/async-invoke/${encodeURIComponent(arnOf(1))}`,
    });
  });

  it("that Bedrock does not know is a permanent error", async () => {
    answer = () => failure("ValidationException", 400, "The async invocation was not found.");
    await expect(status()).rejects.toMatchObject({ name: "PermanentError", code: "CONFIG" });
  });
});
