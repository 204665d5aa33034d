import { REASON_CODES } from "../../lambda/contracts/reason.ts";
import { PermanentError, REASONS, reasonOf, reasonOfError } from "../../lambda/domain/errors.ts";

const thrown = (error: Error) => ({
  Error: error.name,
  Cause: JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] }),
});

describe("reasonOfError", () => {
  it("reads the code and the sentence of an error that a handler threw", () => {
    const error = thrown(new PermanentError("OUTPUT_INVALID", "The output is cut."));
    expect(reasonOfError(error, "embed")).toEqual(reasonOf("OUTPUT_INVALID", "The output is cut.", "embed"));
  });

  it("reads the code that a lane gave to a token", () => {
    const failed = { Error: "MODEL_REJECTED", Cause: "The model refused the file." };
    expect(reasonOfError(failed, "analyze")).toMatchObject({ code: "MODEL_REJECTED", message: failed.Cause });
  });

  it.each([
    ["a timeout of a state", { Error: "States.Timeout", Cause: "" }, "MODEL_TIMEOUT"],
    ["an unknown error class", thrown(new TypeError("x is not a function")), "INTERNAL"],
    ["a code that is none of ours", thrown(new Error("TEAPOT: short and stout")), "INTERNAL"],
    ["nothing at all", { Error: "", Cause: "" }, "INTERNAL"],
    ["the name of a method of every object", { Error: "constructor", Cause: "" }, "INTERNAL"],
  ])("finds a reason for %s", (_, error, code) => expect(reasonOfError(error, "probe").code).toBe(code));

  it("never repeats what an unexpected error says: it could hold a model's words", () => {
    const reason = reasonOfError(thrown(new TypeError("secret words")), "analyze");
    expect(JSON.stringify(reason)).not.toContain("secret");
  });
});

it.each(REASON_CODES)("says for %s what the person can do, in a whole sentence", (code) => {
  expect(REASONS[code].hint).toMatch(/^[A-Z].+\.$/);
});
