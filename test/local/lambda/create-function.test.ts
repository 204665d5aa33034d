import { wallClock } from "../../../local/clock.ts";
import { createLambda, type FunctionOptions } from "../../../local/lambda/stand-in.ts";
import { place } from "./host.ts";

const valid: FunctionOptions = {
  name: "work",
  codeDir: "/nowhere",
  handler: "index.handler",
  memoryMb: 128,
  timeoutSec: 3,
  environment: {},
  accessKeyId: "role",
  runtime: "nodejs24.x",
};

const make = () => createLambda({ place, clock: wallClock(), endpoint: () => "", logDir: "/nowhere" });

describe("createFunction", () => {
  it.each([
    ["a runtime of another language", { runtime: "python3.13" }],
    ["a name with a space", { name: "my function" }],
    ["too little memory", { memoryMb: 64 }],
    ["too much memory", { memoryMb: 10_241 }],
    ["no timeout", { timeoutSec: 0 }],
    ["a timeout above 15 minutes", { timeoutSec: 901 }],
    ["a part of a second", { timeoutSec: 1.5 }],
    ["a reserved variable", { environment: { AWS_REGION: "mars" } }],
  ])("refuses %s", (_, change) => {
    expect(() => make().createFunction({ ...valid, ...change })).toThrow(
      expect.objectContaining({ name: "InvalidParameterValueException", status: 400 }),
    );
  });

  it("refuses a name twice", () => {
    const lambda = make();
    lambda.createFunction(valid);
    expect(() => lambda.createFunction(valid)).toThrow(
      expect.objectContaining({ name: "ResourceConflictException", status: 409 }),
    );
  });
});
