import { ListFunctionsCommand, type ListFunctionsCommandOutput } from "@aws-sdk/client-lambda";
import { eventually } from "../eventually.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

async function listAll() {
  const all: NonNullable<ListFunctionsCommandOutput["Functions"]> = [];
  let Marker: string | undefined;
  do {
    const page: ListFunctionsCommandOutput = await target.client.send(new ListFunctionsCommand({ Marker }));
    all.push(...(page.Functions ?? []));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return all;
}

test("lists each function once, as it is described", async () => {
  const made = [
    await target.deploy("export const handler = async () => 1;"),
    await target.deploy("export const handler = async () => 2;"),
  ];
  await eventually(async () => {
    const all = await listAll();
    for (const { name, arn } of made) {
      expect(all.filter(({ FunctionName }) => FunctionName === name)).toMatchObject([
        { FunctionArn: arn, Runtime: "nodejs24.x", Handler: "index.handler", MemorySize: 128, Timeout: 60 },
      ]);
    }
  });
});

test("refuses a marker that is none", async () => {
  await expect(target.client.send(new ListFunctionsCommand({ Marker: "no marker" }))).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
});
