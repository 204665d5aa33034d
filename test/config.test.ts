import { ConfigError, parseConfig, settingsText } from "../lib/config.ts";
import { type ContextOptions, cdkContext, TODAY } from "./synthesize.ts";

const configWith = (options: ContextOptions = {}, today = TODAY) => parseConfig(options, today);

function problemsOf(options: ContextOptions, today = TODAY): readonly string[] {
  try {
    parseConfig(options, today);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test("without any option there is a complete configuration", () => {
  const { pegasus, marengo, ...others } = configWith();
  expect([pegasus.key, marengo.key]).toEqual(["pegasus-1.2", "marengo-3.0"]);
  expect(others).toEqual({
    region: "us-east-1",
    allowLegacy: false,
    embeddingOptions: ["visual", "audio", "transcription"],
    embeddingScopes: ["clip", "asset"],
    temperature: 0.2,
    maxOutputTokens: 4096,
    extraPrompt: "",
    analyzeConcurrency: 10,
    embedConcurrency: 4,
    fetchConcurrency: 4,
    fetchHosts: [],
    auth: "key",
    apiRequestsPerSecond: 50,
    apiBurst: 100,
    apiAccessLogs: false,
    invokeBudget: 6,
    workRetentionDays: 7,
    logRetentionDays: 30,
    noncurrentVersionDays: 30,
    monitoring: true,
    ephemeral: false,
  });
});

test("feature flags and cached look-ups in the context are left alone", () => {
  const context = {
    ...cdkContext(),
    "aws:cdk:enable-path-metadata": true,
    "availability-zones:account=111122223333:region=us-east-1": ["us-east-1a"],
    "cli-telemetry": false,
  };
  expect(problemsOf(context)).toEqual([]);
});

describe("values read the same from the command line and from cdk.json", () => {
  test.each([
    ["temperature", "0.7", 0.7],
    ["analyzeConcurrency", "20", 20],
    ["monitoring", "false", false],
    ["ephemeral", "true", true],
    ["embeddingOptions", "visual, audio", ["visual", "audio"]],
    ["fetchHosts", "nas.local:8080, 10.0.0.0/8", ["nas.local:8080", "10.0.0.0/8"]],
    ["apiAccessLogs", "true", true],
  ])("%s=%s", (option, text, value) => {
    expect(configWith({ [option]: text })).toMatchObject({ [option]: value });
    expect(configWith({ [option]: value })).toMatchObject({ [option]: value });
  });
});

describe("bounds", () => {
  test.each([
    ["analyzeConcurrency", 2, 1000],
    ["embedConcurrency", 2, 1000],
    ["fetchConcurrency", 2, 1000],
    ["apiRequestsPerSecond", 1, 10_000],
    ["apiBurst", 1, 5000],
    ["invokeBudget", 1, 20],
    ["workRetentionDays", 2, 3650],
    ["noncurrentVersionDays", 1, 3650],
    ["maxOutputTokens", 1, 4096],
    ["temperature", 0, 1],
  ])("%s takes %d to %d", (option, min, max) => {
    expect(problemsOf({ [option]: min })).toEqual([]);
    expect(problemsOf({ [option]: String(max) })).toEqual([]);
    expect(problemsOf({ [option]: min - 1 })).toEqual([expect.stringContaining(option)]);
    expect(problemsOf({ [option]: max + 1 })).toEqual([expect.stringContaining(option)]);
  });

  test.each([
    ["analyzeConcurrency", "2.5"],
    ["analyzeConcurrency", "many"],
    ["analyzeConcurrency", ""],
    ["temperature", "0,2"],
    ["monitoring", "yes"],
    ["ephemeral", ""],
    ["ephemeral", 1],
    ["embeddingOptions", ""],
    ["embeddingOptions", "visual,,audio"],
    ["logRetentionDays", 31],
    ["auth", "none"],
    ["apiAccessLogs", "yes"],
    ["fetchHosts", "https://media.example.com/"],
    ["fetchHosts", "*"],
    ["fetchHosts", ""],
    ["region", 7],
    ["extraPrompt", "ä".repeat(1001)],
  ])("%s=%p is refused", (option, value) => {
    expect(problemsOf({ [option]: value })).toEqual([expect.stringContaining(option)]);
  });

  test("a prompt may fill its bytes", () => {
    expect(configWith({ extraPrompt: "ä".repeat(1000) }).extraPrompt).toHaveLength(1000);
  });
});

describe("typos", () => {
  test.each([
    ["pegasuss", "pegasus"],
    ["analyseConcurrency", "analyzeConcurrency"],
    ["Ephemeral", "ephemeral"],
    ["embedingOptions", "embeddingOptions"],
    ["fetchHost", "fetchHosts"],
  ])("%s is an error that asks for %s", (typo, meant) => {
    expect(problemsOf({ [typo]: "true" })).toEqual([`${typo}: no such option. Did you mean "${meant}"?`]);
  });

  test("a word that is like no option gets no guess", () => {
    expect(problemsOf({ colour: "blue" })).toEqual(["colour: no such option."]);
  });

  test("all faults are named at once", () => {
    expect(problemsOf({ regoin: "us-east-1", temperature: 3, monitoring: "on" })).toHaveLength(3);
  });
});

describe("models", () => {
  test.each([
    [
      "pegasus",
      "pegasus-2",
      /^"pegasus-2" is no model that analyzes videos\. Known: pegasus-1\.2, pegasus-1\.5\.$/,
    ],
    ["pegasus", "marengo-3.0", /no model that analyzes videos/],
    ["marengo", "pegasus-1.2", /no model that embeds videos/],
    ["marengo", "toString", /no model that embeds videos/],
  ])("%s=%s is refused with the known ones", (option, key, message) => {
    expect(problemsOf({ [option]: key })).toEqual([expect.stringMatching(message)]);
  });

  test("options and scopes belong to the model", () => {
    const legacy = { marengo: "marengo-2.7", allowLegacy: true };
    expect(configWith(legacy)).toMatchObject({
      embeddingOptions: ["visual-text", "visual-image", "audio"],
      embeddingScopes: ["clip"],
    });
    expect(problemsOf({ ...legacy, embeddingOptions: "transcription" })).toEqual([
      'embeddingOptions: Marengo Embed 2.7 has no "transcription", only visual-text, visual-image, audio.',
    ]);
    expect(problemsOf({ embeddingOptions: "visaul" })).toEqual([
      expect.stringContaining('Did you mean "visual"?'),
    ]);
    expect(problemsOf({ embeddingScopes: "clip,asset,clip" })).toEqual([
      "embeddingScopes: names a value twice",
    ]);
  });

  test("the longest answer belongs to the model", () => {
    expect(configWith({ pegasus: "pegasus-1.5", maxOutputTokens: 98_304 }).maxOutputTokens).toBe(98_304);
    expect(problemsOf({ pegasus: "pegasus-1.5", maxOutputTokens: 511 })).toEqual([
      "maxOutputTokens: Pegasus 1.5 takes 512 to 98304, not 511",
    ]);
  });
});

describe("regions", () => {
  test.each(["us-east-1", "eu-west-1", "ap-northeast-2"])("%s has both default models", (region) => {
    expect(problemsOf({ region })).toEqual([]);
  });

  test("a region without the embedding model is refused, with those that have both", () => {
    expect(problemsOf({ region: "us-west-2" })).toEqual([
      "region: Marengo Embed 3.0 cannot be used in us-west-2. Both models work in us-east-1, eu-west-1, ap-northeast-2.",
    ]);
  });

  test("a region that does not exist is refused", () => {
    expect(problemsOf({ region: "us-esat-1" })).toEqual([
      expect.stringContaining("Pegasus 1.2 and Marengo Embed 3.0 cannot be used in us-esat-1."),
    ]);
  });
});

describe("the end of a model's life", () => {
  const choice = { marengo: "marengo-2.7" };
  const on = (day: string) => new Date(`${day}T12:00:00Z`);

  test("30 days before, the choice fails with the replacement", () => {
    expect(problemsOf(choice, on("2026-11-21"))).toEqual([
      "marengo: Marengo Embed 2.7 leaves Bedrock on 2026-11-30, in 9 days." +
        " Use Marengo Embed 3.0: -c marengo=marengo-3.0 (-c allowLegacy=true accepts it until then)",
    ]);
  });

  test.each([
    ["2026-10-30", 0],
    ["2026-10-31", 1],
    ["2026-11-29", 1],
    ["2026-11-30", 1],
  ])("on %s there are %d problems", (day, count) => {
    expect(problemsOf(choice, on(day))).toHaveLength(count);
  });

  test.each([
    ["2026-11-29", 0],
    ["2026-11-30", 1],
    ["2027-06-01", 1],
  ])("allowLegacy on %s leaves %d problems", (day, count) => {
    const problems = problemsOf({ ...choice, allowLegacy: "true" }, on(day));
    expect(problems).toHaveLength(count);
    if (count > 0) expect(problems[0]).toMatch(/^marengo: Marengo Embed 2\.7 left Bedrock on 2026-11-30\./);
  });

  test("a model without an end is never refused", () => {
    expect(problemsOf({}, on("2040-01-01"))).toEqual([]);
  });
});

test("the settings are one line of JSON without the models' code", () => {
  expect(JSON.parse(settingsText(configWith({ pegasus: "pegasus-1.5" })))).toMatchObject({
    pegasus: "pegasus-1.5",
  });
});
