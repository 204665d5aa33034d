import { call, fail, type Host, openHost } from "./host.ts";

let host: Host;
beforeEach(async () => {
  host = await openHost();
});
afterEach(() => host.close());

const loads = (name: string) => host.lines.filter((line) => line === `${name}: loaded`).length;

describe("warm", () => {
  it("loads every function once, before its first event", async () => {
    for (const name of ["first", "second"])
      await host.deploy("console.log('loaded'); export const handler = async () => 'done';", { name });
    await host.lambda.warm();
    expect([loads("first"), loads("second")]).toEqual([1, 1]);
    expect([await call(host, "first"), await call(host, "second")]).toEqual(["done", "done"]);
    expect([loads("first"), loads("second")]).toEqual([1, 1]);
  });

  it("leaves the error of a function that does not load to its first event", async () => {
    await host.deploy("throw new RangeError('no start')", { name: "broken" });
    await host.deploy("export const handler = async () => 'done';", { name: "sound" });
    await host.lambda.warm();
    expect(await fail(host, "broken")).toMatchObject({ errorType: "RangeError", errorMessage: "no start" });
    expect(await call(host, "sound")).toBe("done");
  });

  it("ends with the host in the middle of a start", async () => {
    await host.deploy("await new Promise(() => setInterval(() => {}, 1000)); export const handler = 0;", {
      name: "slow",
    });
    const warm = host.lambda.warm();
    await host.lambda.close();
    await expect(warm).resolves.toBeUndefined();
  });
});
