import { InvokeCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { AccessDenied, type Caller } from "../../../local/service.ts";
import { type Host, openHost } from "./host.ts";

let host: Host;
beforeAll(async () => {
  host = await openHost();
  for (const name of ["second", "first"]) {
    await host.deploy("export const handler = async () => 1;", { name });
  }
});
afterAll(() => host.close());

describe("what only the stand-in shows", () => {
  it.each([
    [
      "another region's function",
      { FunctionName: "arn:aws:lambda:us-east-1:111122223333:function:first" },
      "ResourceNotFoundException",
    ],
    [
      "an option that it does not support",
      { FunctionName: "first", LogType: "Tail" as const },
      "InvalidParameterValueException",
    ],
  ])("refuses %s", async (_, input, name) => {
    await expect(host.client.send(new InvokeCommand(input))).rejects.toMatchObject({ name });
  });

  it("refuses a caller without lambda:InvokeFunction, before looking for the function", async () => {
    const stranger: Caller = {
      name: "stranger",
      authorize: (action, resource) => {
        throw new AccessDenied("stranger", action, resource);
      },
    };
    const closed = await openHost({ caller: stranger });
    await expect(closed.client.send(new InvokeCommand({ FunctionName: "nobody" }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message:
        "stranger is not authorized to perform: lambda:InvokeFunction on resource: " +
        "arn:aws:lambda:eu-west-1:111122223333:function:nobody",
      $metadata: { httpStatusCode: 403 },
    });
    await closed.close();
  });

  it("refuses an operation that it does not know", async () => {
    const response = await fetch(`${host.port.endpoint}/2015-03-31/functions/first/url`);
    expect(response.status).toBe(404);
    expect(response.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
  });

  it("lists the functions by name", async () => {
    const { Functions } = await host.client.send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(["first", "second"]);
  });
});
