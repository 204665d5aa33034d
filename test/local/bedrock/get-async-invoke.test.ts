import { GetAsyncInvokeCommand } from "@aws-sdk/client-bedrock-runtime";
import { AccessDenied, type Caller } from "../../../local/service.ts";
import { ended, start } from "./requests.ts";
import { type BedrockTarget, bedrockTarget, MARENGO_ASYNC, standInTarget } from "./target.ts";

const text = { inputType: "text", text: { inputText: "blue" } };

describe("contract", () => {
  let target: BedrockTarget;
  beforeAll(async () => {
    target = await bedrockTarget();
  });
  afterAll(() => target.close());

  it("tells the state with model, token, times and output folder", async () => {
    const clientRequestToken = `get-${Date.now()}`;
    const { invocationArn } = await start(target.client, target.bucket, text, { clientRequestToken });
    const state = await ended(target.client, invocationArn);
    expect(state).toMatchObject({ invocationArn, clientRequestToken, status: "Completed" });
    expect(state.modelArn?.endsWith(`::foundation-model/${MARENGO_ASYNC}`)).toBe(true);
    expect(state.submitTime?.getTime()).toBeLessThanOrEqual(state.endTime?.getTime() ?? 0);
  });

  it.each(["arn:aws:bedrock:us-east-1:123456789012:async-invoke/zzzzzzzzzzzz", "nothing"])(
    "refuses the ARN %s that it does not know",
    async (invocationArn) => {
      await expect(target.client.send(new GetAsyncInvokeCommand({ invocationArn }))).rejects.toMatchObject({
        $metadata: { httpStatusCode: 400 },
      });
    },
  );
});

it("is InProgress while the model works, and asks for the right to look", async () => {
  const target = await standInTarget({ modelLatencySec: 3600 });
  try {
    const { invocationArn } = await start(target.client, "media", text);
    const state = await target.client.send(new GetAsyncInvokeCommand({ invocationArn }));
    expect(state).toMatchObject({ status: "InProgress" });
    expect(state.endTime).toBeUndefined();
    const blind: Caller = {
      name: "blind",
      authorize: (action, resource) => {
        throw new AccessDenied("blind", action, resource);
      },
    };
    const client = await target.clientOf(blind);
    await expect(client.send(new GetAsyncInvokeCommand({ invocationArn }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `blind is not authorized to perform: bedrock:GetAsyncInvoke on resource: ${invocationArn}`,
    });
  } finally {
    await target.close();
  }
});
