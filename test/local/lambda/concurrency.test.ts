import { fail, type Host, openHost } from "./host.ts";

const HELD = `
export const handler = async ({ ms }) => {
  const started = Date.now();
  await new Promise((resolve) => setTimeout(resolve, ms));
  return { started, ended: Date.now() };
};`;

const hold = async (host: Host, name: string, ms: number) => {
  const { payload } = await host.lambda.invoke(name, JSON.stringify({ ms }));
  return JSON.parse(payload) as { started: number; ended: number };
};

describe("concurrency", () => {
  it("runs no more functions at once than the cap, in the order in which they came", async () => {
    const host = await openHost({ cap: 2 });
    await host.deploy(HELD, { name: "a" });
    await host.deploy(HELD, { name: "b" });
    const runs = await Promise.all(["a", "b", "a", "b", "a"].map((name) => hold(host, name, 60)));
    const atOnce = runs.map(
      ({ started }) => runs.filter((other) => other.started <= started && started < other.ended).length,
    );
    expect(Math.max(...atOnce)).toBe(2);
    // In the order in which they came, as far as two at once have one: each waits for all but one of those before it.
    const waited = runs.slice(2).map(({ started }, at) => {
      return runs.slice(0, at + 2).filter(({ ended }) => ended <= started).length;
    });
    expect(waited.every((count, at) => count >= at + 1)).toBe(true);
    await host.close();
  });

  it("throttles above the reserved concurrency, without touching other functions", async () => {
    const host = await openHost();
    await host.deploy(HELD, { name: "narrow", reservedConcurrency: 1 });
    await host.deploy(HELD, { name: "wide" });
    await host.deploy(HELD, { name: "off", reservedConcurrency: 0 });
    const first = hold(host, "narrow", 50);
    const throttled = { name: "TooManyRequestsException", status: 429, message: "Rate Exceeded." };
    await expect(hold(host, "narrow", 0)).rejects.toMatchObject(throttled);
    await expect(hold(host, "off", 0)).rejects.toMatchObject(throttled);
    await Promise.all([hold(host, "wide", 0), first]);
    await hold(host, "narrow", 0);
    await host.close();
  });

  it("gives the place back after a crash", async () => {
    const host = await openHost({ cap: 1 });
    await host.deploy("export const handler = async () => process.exit(1);", { name: "dies" });
    for (let n = 0; n < 3; n += 1) {
      expect(await fail(host, "dies")).toMatchObject({ errorType: "Runtime.ExitError" });
    }
    await host.close();
  });

  it("ends running and waiting invocations when the host stops", async () => {
    const host = await openHost({ cap: 1 });
    await host.deploy("console.log('up'); export const handler = () => new Promise(() => {});", {
      name: "stuck",
    });
    const results = Promise.allSettled([host.lambda.invoke("stuck", ""), host.lambda.invoke("stuck", "")]);
    while (host.lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await host.close();
    for (const result of await results) {
      expect(result).toMatchObject({ status: "rejected", reason: { name: "ServiceException" } });
    }
    await expect(host.lambda.invoke("stuck", "")).rejects.toMatchObject({ name: "ServiceException" });
  });
});
