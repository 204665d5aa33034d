import { storing } from "../../lambda/adapters/service-errors.ts";
import { PermanentError, TemporaryError } from "../../lambda/domain/errors.ts";

/** What the SDK throws. */
const sdkError = (name: string, status?: number, message = "what the service says") =>
  Object.assign(new Error(message), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
  });
const thrownFor = (error: unknown) =>
  storing("Writing vectors", () => Promise.reject(error)).catch((thrown: unknown) => thrown);

describe("a failure of a service that things are stored in", () => {
  it.each([
    ["AccessDeniedException", 400],
    ["AccessDenied", 403],
  ])("%s (%d) is permanent, and tells what was denied", async (name, status) => {
    const message = "not authorized to perform: s3vectors:PutVectors on resource: arn:aws:s3vectors:index/x";
    expect(await thrownFor(sdkError(name, status, message))).toMatchObject({
      name: "PermanentError",
      code: "ACCESS_DENIED",
      detail: `Writing vectors was denied: ${message}`,
    });
  });

  it.each([
    ["ThrottlingException", 400],
    ["ProvisionedThroughputExceededException", 400],
    ["RequestLimitExceeded", 400],
    ["TooManyRequestsException", 429],
    ["SlowDown", 503],
    ["ServiceUnavailableException", 503],
    ["InternalServerError", 500],
    ["Unknown", 502],
    ["TransactionCanceledException", 400],
    ["TransactionConflictException", 400],
    ["TransactionInProgressException", 400],
  ])("%s (%d) is temporary", async (name, status) => {
    expect(await thrownFor(sdkError(name, status))).toMatchObject({
      name: "TemporaryError",
      code: "INTERNAL",
    });
  });

  it.each([
    ["a timeout", sdkError("TimeoutError")],
    ["a broken connection", Object.assign(new Error("aborted"), { code: "ECONNRESET" })],
    ["a refused connection", Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" })],
    ["a lost socket", new Error("socket hang up")],
  ])("%s is temporary", async (_, error) => {
    expect(await thrownFor(error)).toMatchObject({ name: "TemporaryError", cause: error });
  });

  it.each([
    ["a refused request", sdkError("ValidationException", 400)],
    ["a refused request that speaks of a socket", sdkError("ValidationException", 400, "socket")],
    ["an error of the code", new TypeError("x is not a function")],
    ["something that is no error", "a text"],
    ["our own verdict", new PermanentError("ACCESS_DENIED", "s3:GetObject on videos/socket.mp4")],
    [
      "our own verdict of a passing fault",
      new TemporaryError("INTERNAL", "DynamoDB left 3 segments unwritten."),
    ],
  ])("%s is passed on as it is", async (_, error) => {
    expect(await thrownFor(error)).toBe(error);
  });

  it("gives the result of a call that does not fail", async () => {
    expect(await storing("Reading", async () => 1)).toBe(1);
  });
});
