import {
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCommandInput,
} from "@aws-sdk/client-lambda";
import { openTarget, type Target } from "./target.ts";

let target: Target;
let plain: string;
let streaming: string;
beforeAll(async () => {
  target = await openTarget();
  ({ name: plain } = await target.deploy(
    "export const handler = async (event) => { if (event.fail) throw new Error('asked for'); return { got: event }; };",
  ));
  ({ name: streaming } = await target.deploy(`
    export const handler = awslambda.streamifyResponse(async (event, stream) => {
      if (event.metadata) stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
      for (const piece of event.pieces) stream.write(piece);
      if (event.fail) throw new Error("asked for");
      stream.end(event.last);
    });`));
});
afterAll(() => target.close());

const text = (payload: Uint8Array | undefined) => Buffer.from(payload ?? []).toString("utf8");

async function stream(input: InvokeWithResponseStreamCommandInput) {
  const answer = await target.client.send(new InvokeWithResponseStreamCommand(input));
  const pieces: string[] = [];
  let complete: object | undefined;
  for await (const event of answer.EventStream ?? []) {
    if (event.PayloadChunk) pieces.push(text(event.PayloadChunk.Payload));
    else complete = event.InvokeComplete;
  }
  return { status: answer.StatusCode, version: answer.ExecutedVersion, text: pieces.join(""), complete };
}

const withEvent = (event: object) => ({ FunctionName: streaming, Payload: JSON.stringify(event) });

describe("InvokeWithResponseStream", () => {
  it("gives what a streaming handler writes", async () => {
    const answer = await stream(withEvent({ pieces: ["one ", "two "], last: "three" }));
    expect(answer).toMatchObject({ status: 200, version: "$LATEST", text: "one two three" });
    expect(answer.complete).not.toHaveProperty("ErrorCode");
  });

  it.each([
    ["before the first piece", { metadata: true, pieces: ["a"] }, '{"statusCode":201}\0\0\0\0\0\0\0\0a'],
    ["also before an empty one", { metadata: true, pieces: [""] }, '{"statusCode":201}\0\0\0\0\0\0\0\0'],
    ["not before what is only ended with", { metadata: true, pieces: [], last: "a" }, "a"],
  ])("has the metadata of an HTTP answer %s", async (_, event, expected) => {
    expect((await stream(withEvent(event))).text).toBe(expected);
  });

  it("gives the result of a handler that does not stream, too", async () => {
    const answer = await stream({ FunctionName: plain, Payload: '{"a":1}' });
    expect(answer.text).toBe('{"got":{"a":1}}');
  });

  it("ends with the error of the handler, after the pieces that were written", async () => {
    const answer = await stream(withEvent({ pieces: ["one "], fail: true }));
    expect(answer).toMatchObject({ status: 200, complete: { ErrorCode: expect.any(String) } });
    expect(JSON.stringify(answer.complete)).toContain("asked for");
  });

  it("gives an error before the first piece in the same way", async () => {
    const answer = await stream({ FunctionName: plain, Payload: '{"fail":true}' });
    expect(answer).toMatchObject({ status: 200, text: "", complete: { ErrorCode: expect.any(String) } });
  });

  it("lets Invoke have the whole answer of a streaming handler", async () => {
    const command = new InvokeCommand(withEvent({ pieces: ["one ", "two"] }));
    expect(text((await target.client.send(command)).Payload)).toBe("one two");
  });

  it.each([
    ["an unknown function", { FunctionName: "reelbase-test-none" }, "ResourceNotFoundException", 404],
    ["an unknown version", { Qualifier: "7" }, "ResourceNotFoundException", 404],
    ["a payload that is no JSON", { Payload: "{" }, "InvalidRequestContentException", 400],
    ["more than 6 MB", { Payload: `"${"x".repeat(6_291_456)}"` }, "RequestTooLargeException", 413],
  ])("refuses %s", async (_, input, name, status) => {
    await expect(stream({ FunctionName: streaming, ...input })).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: status },
    });
  });
});
