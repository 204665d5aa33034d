import { fail, type Host, openHost } from "./host.ts";

let host: Host;
beforeAll(async () => {
  host = await openHost();
});
afterAll(() => host.close());

const decoder = new TextDecoder();

describe("a streaming handler", () => {
  it("is heard while it works, and waits until each piece is taken", async () => {
    await host.deploy(
      `export const handler = awslambda.streamifyResponse(async (event, stream) => {
        const write = (text) => new Promise((resolve) => stream.write(text, resolve));
        await write("first");
        console.log("first is taken");
        await write("second");
        stream.end();
      });`,
      { name: "waits" },
    );
    const seen: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let firstCame = () => {};
    const first = new Promise<void>((resolve) => {
      firstCame = resolve;
    });
    const running = host.lambda.invokeWithResponseStream("waits", "{}", async ({ bytes }) => {
      seen.push(decoder.decode(bytes));
      firstCame();
      await held;
    });
    await first;
    expect(host.lines).not.toContain("waits: first is taken");
    expect(seen).toEqual(["first"]);
    release();
    expect(await running).toEqual({ payload: "" });
    expect(seen).toEqual(["first", "second"]);
    expect(host.lines).toContain("waits: first is taken");
  });

  it("says of what type its answer is", async () => {
    await host.deploy(
      `export const handler = awslambda.streamifyResponse(async (event, stream) => {
        stream.setContentType("text/plain");
        stream.write("a");
        stream.end();
      });`,
      { name: "typed" },
    );
    const types: string[] = [];
    await host.lambda.invokeWithResponseStream("typed", "{}", async ({ contentType }) => {
      types.push(contentType);
    });
    expect(types).toEqual(["text/plain"]);
  });

  it.each([
    ["is not async", "(event, stream) => { stream.end(); }", "Error", "Streaming does not support non-async"],
    ["throws", "async () => { throw new RangeError('no'); }", "RangeError", "no"],
    ["breaks its stream off", "async (event, stream) => { stream.destroy(); }", "Error", "Premature close"],
    [
      "is late with its type",
      "async (event, stream) => { stream.write('a'); stream.setContentType('a/b'); }",
      "Error",
      "too late",
    ],
    [
      "never ends its stream",
      "async (event, stream) => { stream.write('a'); }",
      "Sandbox.Timedout",
      "timed out",
    ],
  ])("fails when it %s", async (title, handler, errorType, errorMessage) => {
    const name = title.replaceAll(" ", "-");
    await host.deploy(`export const handler = awslambda.streamifyResponse(${handler});`, {
      name,
      timeoutSec: 1,
    });
    expect(await fail(host, name)).toMatchObject({
      errorType,
      errorMessage: expect.stringContaining(errorMessage),
    });
  });

  it("works again in the same environment after a failure", async () => {
    await host.deploy(
      `let n = 0;
      export const handler = awslambda.streamifyResponse(async ({ fail }, stream) => {
        n += 1;
        stream.write(String(n));
        if (fail) throw new Error("once");
        stream.end();
      });`,
      { name: "again" },
    );
    await fail(host, "again", { fail: true });
    expect(await host.lambda.invoke("again", "{}")).toEqual({ payload: "2" });
  });

  it("is not hurried by a late piece of the invocation before", async () => {
    await host.deploy(
      `export const handler = awslambda.streamifyResponse(async ({ fail }, stream) => {
        for (const piece of ["one", "two", "three"]) stream.write(piece);
        if (fail) throw new Error("once");
        stream.end();
      });`,
      { name: "hurried" },
    );
    await host.deploy("export const handler = async () => 1;", { name: "other" });
    const takers: (() => void)[] = [];
    const held = () => new Promise<void>((resolve) => takers.push(resolve));
    const failed = await host.lambda.invokeWithResponseStream("hurried", '{"fail":true}', held);
    expect(failed.functionError).toBe("Unhandled");

    let open = 0;
    let atOnce = 0;
    const running = host.lambda.invokeWithResponseStream("hurried", "{}", async () => {
      open += 1;
      atOnce = Math.max(atOnce, open);
      if (open === 1) takers[0]?.();
      // Long enough for a worker to get a message and to answer it.
      await host.lambda.invoke("other", "{}");
      open -= 1;
    });
    expect(await running).toEqual({ payload: "" });
    expect(atOnce).toBe(1);
  });

  it("carries megabytes unchanged", async () => {
    await host.deploy(
      `import { Readable } from "node:stream";
      import { pipeline } from "node:stream/promises";
      export const handler = awslambda.streamifyResponse(async (event, stream) => {
        const pieces = Array.from({ length: 300 }, (_, i) => Buffer.alloc(50_000, i));
        await pipeline(Readable.from(pieces), stream);
      });`,
      { name: "large", memoryMb: 256 },
    );
    const pieces: Uint8Array[] = [];
    await host.lambda.invokeWithResponseStream("large", "{}", async ({ bytes }) => void pieces.push(bytes));
    const expected = Array.from({ length: 300 }, (_, i) => Buffer.alloc(50_000, i));
    expect(Buffer.concat(pieces).equals(Buffer.concat(expected))).toBe(true);
  });
});
