import { InvokeModelWithResponseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { AccessDenied, type Caller } from "../../../local/service.ts";
import { type Body, invoke, pegasusBody } from "./requests.ts";
import { MARENGO, PEGASUS, type StandInTarget, sample, standInTarget } from "./target.ts";

let target: StandInTarget;
let uri: string;

beforeAll(async () => {
  target = await standInTarget();
  uri = await target.put("colours.mp4", await sample("three-colours.mp4"));
});
afterAll(() => target.close());

async function pieces(body: Body, modelId = PEGASUS, client = target.client): Promise<Body[]> {
  const { body: stream = [] } = await client.send(
    new InvokeModelWithResponseStreamCommand({
      modelId,
      contentType: "application/json",
      accept: "application/json",
      body: JSON.stringify(body),
    }),
  );
  const all: Body[] = [];
  for await (const { chunk } of stream as AsyncIterable<{ chunk?: { bytes?: Uint8Array } }>) {
    all.push(JSON.parse(new TextDecoder().decode(chunk?.bytes)) as Body);
  }
  return all;
}

it("delivers the same text in words, with reason and metrics on the last piece only", async () => {
  const all = await pieces(pegasusBody(uri));
  const { message } = await invoke(target.client, PEGASUS, pegasusBody(uri));
  expect(all.map((piece) => piece["message"]).join("")).toBe(message);
  expect(all.length).toBeGreaterThan(10);
  expect(all.slice(0, -1).every(({ stopReason }) => stopReason === "")).toBe(true);
  expect(all.at(-1)).toMatchObject({
    stopReason: "stop",
    "amazon-bedrock-invocationMetrics": { outputTokenCount: expect.any(Number) },
  });
});

it("ends with length when the text was cut", async () => {
  const all = await pieces(pegasusBody(uri, { maxOutputTokens: 5 }));
  expect(all.map((piece) => piece["message"]).join("")).toHaveLength(20);
  expect(all.at(-1)?.["stopReason"]).toBe("length");
});

it("has an action of its own", async () => {
  const silentOnly: Caller = {
    name: "no-streams",
    authorize(action, resource) {
      if (action === "bedrock:InvokeModelWithResponseStream")
        throw new AccessDenied("no-streams", action, resource);
    },
  };
  const client = await target.clientOf(silentOnly);
  await expect(pieces(pegasusBody(uri), PEGASUS, client)).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});

it("refuses models that do not stream, before anything is paid", async () => {
  await expect(pieces({ inputType: "text", text: { inputText: "x" } }, MARENGO)).rejects.toMatchObject({
    name: "ValidationException",
  });
  expect((await target.standIn.ledger()).every(({ modelId }) => modelId === PEGASUS)).toBe(true);
});
