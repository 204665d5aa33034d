import { Readable } from "node:stream";
import { developer } from "../serve.ts";
import { MARENGO, PEGASUS, type StandInTarget, standInTarget } from "./target.ts";

let target: StandInTarget;
beforeAll(async () => {
  target = await standInTarget();
});
afterAll(() => target.close());

const textBody = JSON.stringify({ inputType: "text", text: { inputText: "x" } });

function send(method: string, path: string, headers: Record<string, string> = {}, body = textBody) {
  return target.standIn.handle({
    method,
    path,
    query: "",
    headers,
    body: Readable.from([Buffer.from(body)]),
    requestId: "request-1",
    caller: developer,
  });
}

const invokePath = (modelId: string) => `/model/${encodeURIComponent(modelId)}/invoke`;

it("answers with the request id and the model's own JSON", async () => {
  const reply = await send("POST", invokePath(MARENGO));
  expect(reply).toMatchObject({
    status: 200,
    headers: { "x-amzn-requestid": "request-1", "content-type": "application/json" },
  });
});

it("names errors in a header and gives their message in the body", async () => {
  const reply = await send("POST", invokePath("nothing"));
  expect(reply.status).toBe(400);
  expect(reply.headers?.["x-amzn-errortype"]).toBe("ValidationException");
  expect(JSON.parse(String(reply.body))).toEqual({ message: "The provided model identifier is invalid." });
});

it.each([
  ["POST", "/model"],
  ["GET", invokePath(MARENGO)],
  ["POST", `${invokePath(MARENGO)}/more`],
  ["POST", `/model/${encodeURIComponent(MARENGO)}/count-tokens`],
  ["DELETE", "/async-invoke/x"],
  ["POST", "/guardrail/x/version/1/apply"],
])("knows no operation %s %s", async (method, path) => {
  const reply = await send(method, path);
  expect(reply.status).toBe(404);
  expect(reply.headers?.["x-amzn-errortype"]).toBe("UnknownOperationException");
});

it.each([
  ["a chat operation", `/model/${encodeURIComponent(PEGASUS)}/converse`, {}],
  ["another accept type", invokePath(MARENGO), { accept: "text/plain" }],
  ["another content type", invokePath(MARENGO), { "content-type": "text/plain" }],
  ["a guardrail", invokePath(MARENGO), { "x-amzn-bedrock-guardrailidentifier": "g-1" }],
  ["another latency", invokePath(MARENGO), { "x-amzn-bedrock-performanceconfig-latency": "optimized" }],
  ["a path that is not encoded", "/model/%zz/invoke", {}],
])("refuses %s", async (_, path, headers) => {
  const reply = await send("POST", path, headers);
  expect(reply.status).toBe(400);
  expect(reply.headers?.["x-amzn-errortype"]).toBe("ValidationException");
});
