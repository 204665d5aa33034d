import { InvokeCommand } from "@aws-sdk/client-lambda";
import { openTarget, type Target } from "./target.ts";

let target: Target;
let name: string;
let arn: string;
beforeAll(async () => {
  target = await openTarget();
  ({ name, arn } = await target.deploy(
    "export const handler = async (event) => { if (event.fail) throw new Error('asked for'); return { got: event }; };",
  ));
});
afterAll(() => target.close());

const text = (payload: Uint8Array | undefined) => Buffer.from(payload ?? []).toString("utf8");

describe("Invoke", () => {
  it.each([
    ["its name", () => name],
    ["its ARN", () => arn],
    ["account and name", () => arn.split(":").slice(4).join(":")],
    ["name and $LATEST", () => `${name}:$LATEST`],
  ])("finds the function by %s", async (_, given) => {
    const answer = await target.client.send(new InvokeCommand({ FunctionName: given(), Payload: '{"a":1}' }));
    expect(answer.StatusCode).toBe(200);
    expect(answer.ExecutedVersion).toBe("$LATEST");
    expect(answer.FunctionError).toBeUndefined();
    expect(text(answer.Payload)).toBe('{"got":{"a":1}}');
  });

  it("takes no payload as an empty object", async () => {
    const answer = await target.client.send(new InvokeCommand({ FunctionName: name }));
    expect(text(answer.Payload)).toBe('{"got":{}}');
  });

  it("answers a handler's error with status 200", async () => {
    const answer = await target.client.send(
      new InvokeCommand({ FunctionName: name, Payload: '{"fail":true}' }),
    );
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
    expect(JSON.parse(text(answer.Payload))).toMatchObject({
      errorType: "Error",
      errorMessage: "asked for",
    });
  });

  it("only checks a dry run", async () => {
    const answer = await target.client.send(
      new InvokeCommand({ FunctionName: name, InvocationType: "DryRun", Payload: '{"fail":true}' }),
    );
    expect(answer.StatusCode).toBe(204);
  });

  it.each([
    ["an unknown function", { FunctionName: "nobody" }, "ResourceNotFoundException", 404],
    ["an unknown version", { Qualifier: "7" }, "ResourceNotFoundException", 404],
    ["a payload that is no JSON", { Payload: "{" }, "InvalidRequestContentException", 400],
    ["more than 6 MB", { Payload: `"${"x".repeat(6_291_456)}"` }, "RequestTooLargeException", 413],
    [
      "an event of more than 1 MB",
      { InvocationType: "Event" as const, Payload: `"${"x".repeat(1_048_576)}"` },
      "RequestTooLargeException",
      413,
    ],
  ])("refuses %s", async (_, input, error, status) => {
    const command = new InvokeCommand({ FunctionName: name, ...input });
    await expect(target.client.send(command)).rejects.toMatchObject({
      name: error,
      $metadata: { httpStatusCode: status },
    });
  });
});
