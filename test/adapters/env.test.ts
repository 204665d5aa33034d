import { requireEnv, settingsFromEnv } from "../../lambda/adapters/env.ts";
import { someSettings } from "../factories.ts";

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

describe("the environment of a function", () => {
  it("gives what the construct wrote into it", () => {
    process.env["WORK_BUCKET"] = "work-bucket";
    process.env["SETTINGS"] = JSON.stringify(someSettings());
    expect(requireEnv("WORK_BUCKET")).toBe("work-bucket");
    expect(settingsFromEnv()).toEqual(someSettings());
  });

  it.each([undefined, ""])("names a variable that is missing (%p)", (value) => {
    delete process.env["WORK_BUCKET"];
    if (value !== undefined) process.env["WORK_BUCKET"] = value;
    expect(() => requireEnv("WORK_BUCKET")).toThrow("WORK_BUCKET");
  });

  it.each([
    ["a field too many", { ...someSettings(), temprature: 1 }],
    ["a field too few", { ...someSettings(), marengo: undefined }],
    ["a number out of range", someSettings({ temperature: 1.1 })],
    ["no budget", someSettings({ invokeBudget: 0 })],
    ["no embedding option", someSettings({ embeddingOptions: [] })],
  ])("refuses settings with %s", (_, settings) => {
    process.env["SETTINGS"] = JSON.stringify(settings);
    expect(() => settingsFromEnv()).toThrow(expect.objectContaining({ name: "ZodError" }));
  });
});
