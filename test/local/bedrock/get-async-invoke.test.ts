import { GetAsyncInvokeCommand } from "@aws-sdk/client-bedrock-runtime";
import { ended, start } from "./requests.ts";
import { type BedrockTarget, bedrockTarget, MARENGO_ASYNC } from "./target.ts";

const text = { inputType: "text", text: { inputText: "blue" } };

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

it("tells why an invocation failed", async () => {
  const uri = await target.put("text.mp4", "this is a text");
  const input = { inputType: "video", video: { mediaSource: { s3Location: { uri } } } };
  const { invocationArn } = await start(target.client, target.bucket, input);
  expect(await ended(target.client, invocationArn)).toMatchObject({
    status: "Failed",
    failureMessage: expect.any(String),
    endTime: expect.any(Date),
  });
});
