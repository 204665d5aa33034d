import { addressForAsync, addressForInvoke, authorizeInvoke } from "../../../local/bedrock/model-address.ts";
import { ACCOUNT } from "./target.ts";

const clock = { now: () => Date.parse("2026-11-21T00:00:00Z"), sleep: async () => {} };
const later = { ...clock, now: () => Date.parse("2026-12-01T00:00:00Z") };
const PEGASUS = "twelvelabs.pegasus-1-2-v1:0";
const PEGASUS_15 = "twelvelabs.pegasus-1-5-v1:0";
const MARENGO = "twelvelabs.marengo-embed-3-0-v1:0";
const MARENGO_27 = "twelvelabs.marengo-embed-2-7-v1:0";
const place = (region: string) => ({ account: ACCOUNT, region });
const onDemand = /with on-demand throughput isn’t supported/;
const invalid = /model identifier is invalid/;

describe("InvokeModel", () => {
  it.each([
    [PEGASUS, "us-east-1"],
    [PEGASUS, "ap-northeast-2"],
    [`us.${PEGASUS}`, "us-west-2"],
    [`eu.${PEGASUS}`, "eu-west-2"],
    [`global.${PEGASUS}`, "ap-south-1"],
    [`us.${PEGASUS_15}`, "us-east-1"],
    [MARENGO, "ap-northeast-2"],
    [`eu.${MARENGO}`, "eu-west-1"],
    [`us.${MARENGO_27}`, "us-west-1"],
    [`arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.${PEGASUS}`, "us-east-1"],
    [`arn:aws:bedrock:us-east-1::foundation-model/${MARENGO}`, "us-east-1"],
  ])("takes %s in %s", (modelId, region) => {
    expect(modelId).toContain(addressForInvoke(modelId, place(region), clock).model.id);
  });

  it.each([
    [PEGASUS, "eu-west-1", onDemand],
    [PEGASUS_15, "us-east-1", onDemand],
    [MARENGO, "eu-west-1", onDemand],
    [MARENGO_27, "us-east-1", onDemand],
    [`us.${PEGASUS}`, "eu-west-1", invalid],
    [`us.${MARENGO}`, "us-west-1", invalid],
    [`eu.${PEGASUS_15}`, "eu-west-1", invalid],
    [`global.${MARENGO}`, "us-east-1", invalid],
    ["anthropic.claude-v2", "us-east-1", invalid],
    [`arn:aws:bedrock:us-east-1:999999999999:inference-profile/us.${PEGASUS}`, "us-east-1", invalid],
    [`arn:aws:bedrock:eu-west-1::foundation-model/${PEGASUS}`, "us-east-1", invalid],
  ])("refuses %s in %s", (modelId, region, message) => {
    expect(() => addressForInvoke(modelId, place(region), clock)).toThrow(message);
  });

  it("ends the life of 2.7 on the clock", () => {
    expect(() => addressForInvoke(`us.${MARENGO_27}`, place("us-east-1"), later)).toThrow("end of its life");
  });
});

describe("StartAsyncInvoke", () => {
  it.each([
    [MARENGO, "us-east-1"],
    [MARENGO, "eu-west-1"],
    [MARENGO_27, "eu-west-1"],
  ])("takes the bare id %s in %s", (modelId, region) => {
    expect(addressForAsync(modelId, place(region), clock).model.id).toBe(modelId);
  });

  it.each([
    [`us.${MARENGO}`, "us-east-1"],
    [MARENGO, "us-west-2"],
    [PEGASUS, "us-east-1"],
  ])("refuses %s in %s", (modelId, region) => {
    expect(() => addressForAsync(modelId, place(region), clock)).toThrow();
  });
});

it("asks for the profile and for the model in every destination, through that profile only", () => {
  const asked: [string, string | undefined][] = [];
  const caller = {
    name: "x",
    authorize: (_: string, resource: string, context?: Readonly<Record<string, string>>) => {
      asked.push([resource, context?.["bedrock:InferenceProfileArn"]]);
    },
  };
  const profile = `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.${MARENGO}`;
  authorizeInvoke(
    addressForInvoke(`us.${MARENGO}`, place("us-east-1"), clock),
    "bedrock:InvokeModel",
    caller,
    place("us-east-1"),
  );
  expect(asked).toEqual([
    [profile, undefined],
    ...["us-east-1", "us-east-2", "us-west-2"].map((region) => [
      `arn:aws:bedrock:${region}::foundation-model/${MARENGO}`,
      profile,
    ]),
  ]);
});
