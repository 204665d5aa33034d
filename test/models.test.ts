import {
  analysisModel,
  asyncRegions,
  embeddingModel,
  invokeRoute,
  MODELS,
  UnknownModelError,
} from "../lambda/models.ts";

const PEGASUS = "twelvelabs.pegasus-1-2-v1:0";
const MARENGO = "twelvelabs.marengo-embed-3-0-v1:0";

describe("routes", () => {
  it.each([
    ["pegasus-1.2", "us-east-1", `us.${PEGASUS}`, ["us-east-1", "us-east-2", "us-west-1", "us-west-2"]],
    ["pegasus-1.2", "us-west-2", `us.${PEGASUS}`, ["us-east-1", "us-east-2", "us-west-2"]],
    ["pegasus-1.2", "ap-southeast-2", `global.${PEGASUS}`, ["ap-southeast-2", ""]],
    ["pegasus-1.5", "eu-west-1", "global.twelvelabs.pegasus-1-5-v1:0", ["eu-west-1", ""]],
    ["marengo-3.0", "us-east-1", `us.${MARENGO}`, ["us-east-1", "us-east-2", "us-west-2"]],
    ["marengo-3.0", "ap-northeast-2", MARENGO, ["ap-northeast-2"]],
  ] as const)("%s from %s goes by %s", (key, region, id, destinations) => {
    const profileId = id.startsWith("twelvelabs.") ? null : id;
    expect(invokeRoute(MODELS[key], region)).toEqual({ id, profileId, destinations });
  });

  it("keeps a European call in Europe, and adds a source that serves only itself", () => {
    const own = invokeRoute(MODELS["pegasus-1.2"], "eu-west-2")?.destinations ?? [];
    expect(own).toContain("eu-west-2");
    expect(own.every((region) => region.startsWith("eu-"))).toBe(true);
    expect(invokeRoute(MODELS["pegasus-1.2"], "eu-west-1")?.destinations).not.toContain("eu-west-2");
  });

  it("has none where the model is not", () => {
    expect(invokeRoute(MODELS["marengo-3.0"], "sa-east-1")).toBeUndefined();
    expect(invokeRoute(MODELS["marengo-2.7"], "ap-northeast-2")).toBeUndefined();
  });

  it("has one in every region in which videos are embedded", () => {
    for (const key of ["marengo-3.0", "marengo-2.7"]) {
      const model = embeddingModel(key);
      for (const region of asyncRegions(model)) expect(invokeRoute(model, region)).toBeDefined();
    }
  });
});

describe("the registry", () => {
  it("stands under the keys of its entries", () => {
    for (const [key, model] of Object.entries(MODELS)) expect(model.key).toBe(key);
  });

  it("names a replacement of the same family for what ends", () => {
    const { endOfLife, status, replacement } = MODELS["marengo-2.7"];
    expect({ endOfLife, status, replacement }).toEqual({
      endOfLife: "2026-11-30",
      status: "legacy",
      replacement: "marengo-3.0",
    });
  });

  it.each(["marengo-3.0", "pegasus-9", "toString", ""])("does not analyze with %j", (key) => {
    expect(() => analysisModel(key)).toThrow(UnknownModelError);
    expect(() => analysisModel(key)).toThrow(/Known: pegasus-1\.2, pegasus-1\.5\./);
  });

  it("does not embed with Pegasus", () => {
    expect(() => embeddingModel("pegasus-1.2")).toThrow(/Known: marengo-3\.0, marengo-2\.7\./);
  });

  it("lists as audio options only what can be embedded", () => {
    for (const model of Object.values(MODELS)) {
      if (model.family === "marengo")
        expect(model.embeddingOptions).toEqual(expect.arrayContaining([...model.audioOptions]));
    }
  });
});
