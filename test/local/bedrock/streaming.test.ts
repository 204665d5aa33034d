import { AccessDenied, type Caller } from "../../../local/service.ts";
import { pieces } from "./pieces.ts";
import { invoke, pegasusBody } from "./requests.ts";
import { MARENGO, PEGASUS, type StandInTarget, sample, standInTarget } from "./target.ts";

let target: StandInTarget;
let uri: string;

beforeAll(async () => {
  target = await standInTarget();
  uri = await target.put("colours.mp4", await sample("three-colours.mp4"));
});
afterAll(() => target.close());

it("delivers the text that InvokeModel answers", async () => {
  const all = await pieces(target.client, PEGASUS, pegasusBody(uri));
  const { message } = await invoke(target.client, PEGASUS, pegasusBody(uri));
  expect(all.map((piece) => piece["message"]).join("")).toBe(message);
});

it("cuts the text at four letters for each token", async () => {
  const all = await pieces(target.client, PEGASUS, pegasusBody(uri, { maxOutputTokens: 5 }));
  expect(all.map((piece) => piece["message"]).join("")).toHaveLength(20);
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
  await expect(pieces(client, PEGASUS, pegasusBody(uri))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});

it("enters no refused model into the ledger", async () => {
  await expect(
    pieces(target.client, MARENGO, { inputType: "text", text: { inputText: "x" } }),
  ).rejects.toMatchObject({
    name: "ValidationException",
  });
  expect((await target.standIn.ledger()).every(({ modelId }) => modelId === PEGASUS)).toBe(true);
});
