import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { wallClock } from "../../../local/clock.ts";
import { type Host, openHost } from "./host.ts";

/** Fast enough for waits of minutes, slow enough that no handler meets its timeout. */
const clock = wallClock(600);

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const send = (host: Host, name: string, payload = "{}") =>
  host.client.send(new InvokeCommand({ FunctionName: name, InvocationType: "Event", Payload: payload }));

describe("an event that nobody waits for", () => {
  it("is answered with 202 and runs afterwards", async () => {
    const host = await openHost({ clock });
    await host.deploy("export const handler = async (event) => console.log('did', event.n);", {
      timeoutSec: 900,
    });
    const answer = await send(host, "work", '{"n":7}');
    expect(answer.StatusCode).toBe(202);
    await until(() => host.lines.includes("work: did 7"));
    await host.close();
  });

  it("is tried three times with the same request id, then dropped", async () => {
    const host = await openHost({ clock });
    await host.deploy(
      "export const handler = async (_, context) => { console.log('try', context.awsRequestId); throw new Error('no'); };",
      { timeoutSec: 900 },
    );
    await send(host, "work");
    await until(() => host.lines.some((line) => line.includes("event dropped")));
    const tries = host.lines.filter((line) => line.startsWith("work: try"));
    expect(tries).toHaveLength(3);
    expect(new Set(tries).size).toBe(1);
    await host.close();
  });

  it("waits while the function has no concurrency left", async () => {
    const host = await openHost({ clock });
    await host.deploy(
      "export const handler = async ({ n }) => { await new Promise((r) => setTimeout(r, 50)); console.log('did', n); };",
      { timeoutSec: 900, reservedConcurrency: 1 },
    );
    await Promise.all([1, 2, 3].map((n) => send(host, "work", `{"n":${n}}`)));
    await until(() => host.lines.length === 3);
    expect([...host.lines].sort()).toEqual(["work: did 1", "work: did 2", "work: did 3"]);
    await host.close();
  });

  it("is given up when the host stops", async () => {
    const host = await openHost();
    await host.deploy("export const handler = async () => { console.log('try'); throw new Error('no'); };");
    await send(host, "work");
    await until(() => host.lines.some((line) => line.includes("Invoke Error")));
    await host.close();
    expect(host.lines.filter((line) => line === "work: try")).toHaveLength(1);
  });
});

describe("logs", () => {
  it("keep every line with its request id, also what is written outside of an invocation", async () => {
    const host = await openHost();
    await host.deploy(
      "console.log('loading'); export const handler = async (_, c) => { console.error('one\\ntwo'); process.stdout.write('three\\n'); return c.awsRequestId; };",
    );
    const { payload } = await host.lambda.invoke("work", "{}");
    const id = JSON.parse(payload) as string;
    expect(host.lines).toEqual(["work: loading", "work: one", "work: two", "work: three"]);
    host.client.destroy();
    await host.lambda.close();
    const file = await readFile(join(host.logDir, "work.log"), "utf8");
    expect(file.split("\n").map((line) => line.replace(/^\S+Z /, ""))).toEqual([
      `${id} loading`,
      `${id} one`,
      `${id} two`,
      `${id} three`,
      "",
    ]);
    await host.close();
  });
});
