import { Writable } from "node:stream";
import type { ResponseHead } from "../../lambda/contracts/api/lambda-proxy.ts";
import type { ApiCall } from "../../lambda/query/app.ts";
import { serve } from "../../lambda/query/serve.ts";
import { memoryLog } from "../fakes.ts";
import { aProxyEvent } from "./proxy-event.ts";

/** What came out of an invocation; the stream takes one byte at a time when it is `narrow`. */
function anInvocation({ narrow = false } = {}) {
  const pieces: string[] = [];
  const waiting: (() => void)[] = [];
  let head: ResponseHead | undefined;
  const stream = new Writable({
    highWaterMark: narrow ? 1 : 1 << 16,
    write(chunk, _encoding, done) {
      pieces.push(String(chunk));
      if (narrow && String(chunk) !== "") waiting.push(done);
      else done();
    },
  });
  return {
    pieces,
    stream,
    head: () => head,
    /** Takes the piece that is being written. */
    take: () => waiting.shift()?.(),
    begin: (given: Writable, metadata: ResponseHead) => {
      head = metadata;
      return given;
    },
  };
}

type Invocation = ReturnType<typeof anInvocation>;

function serving(answer: (call: ApiCall) => Response | Promise<Response>, { begin, stream }: Invocation) {
  const log = memoryLog();
  const handler = serve({ app: async (call) => answer(call), log, begin });
  return { log, run: (event: unknown = aProxyEvent()) => handler(event, stream) };
}

/** A body whose pieces come on command. */
function aBody() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  return {
    readable,
    push: (text: string) => writer.write(Buffer.from(text)),
    end: () => writer.close(),
    fail: (error: Error) => writer.abort(error),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a request reaches the app with its caller, its id and a log of its own", async () => {
  const invocation = anInvocation();
  let seen: ApiCall | undefined;
  const { run, log } = serving((call) => {
    seen = call;
    call.log.info("from a route");
    return new Response(null, { status: 204 });
  }, invocation);
  await run();
  expect(seen).toMatchObject({ caller: { name: "notebook" }, requestId: "request-1" });
  const common = { requestId: "request-1", caller: "notebook" };
  expect(log.lines).toEqual([
    { level: "info", message: "from a route", fields: common },
    {
      level: "info",
      message: "request answered",
      fields: { ...common, method: "GET", path: "/v1.2/indexes", status: 204 },
    },
  ]);
});

test("status, headers and body come out", async () => {
  const invocation = anInvocation();
  const response = Response.json({ data: [] }, { status: 201, headers: { "X-Request-Id": "request-1" } });
  await serving(() => response, invocation).run();
  expect(invocation.head()).toEqual({
    statusCode: 201,
    headers: { "content-type": "application/json", "content-length": "11", "x-request-id": "request-1" },
  });
  expect(invocation.pieces.join("")).toBe('{"data":[]}');
  expect(invocation.stream.writableFinished).toBe(true);
});

test("headers that belong to one connection stay behind", async () => {
  const invocation = anInvocation();
  const headers = {
    Connection: "close",
    "Transfer-Encoding": "chunked",
    "Content-Length": "2",
    "Retry-After": "1",
  };
  await serving(() => new Response("{}", { headers }), invocation).run();
  expect(Object.keys(invocation.head()?.headers ?? {})).toEqual(["content-type", "retry-after"]);
});

test("a JSON document goes out whole with its length, and one above 4 MiB as it comes", async () => {
  const json = { "content-type": "application/json" };
  const [small, large] = [anInvocation(), anInvocation()];
  const pieces = (...texts: string[]) => new Response(new Blob(texts).stream(), { headers: json });
  await serving(() => pieces("[1,", "2]"), small).run();
  expect(small.head()?.headers).toEqual({ ...json, "content-length": "5" });
  expect(small.pieces.join("")).toBe("[1,2]");
  const long = `"${"x".repeat(5_000_000)}"`;
  await serving(() => pieces(long), large).run();
  expect(large.head()?.headers).toEqual(json);
  expect(large.pieces.join("")).toBe(long);
});

test("an answer without a body still begins, and ends empty", async () => {
  const invocation = anInvocation();
  await serving(() => new Response(null, { status: 204 }), invocation).run();
  expect(invocation.head()).toEqual({ statusCode: 204, headers: {} });
  expect(invocation.pieces).toEqual([""]);
  expect(invocation.stream.writableFinished).toBe(true);
});

test("status and headers leave before the first piece of the body, and each piece before the next", async () => {
  const invocation = anInvocation();
  const body = aBody();
  const done = serving(() => new Response(body.readable), invocation).run();
  await turn();
  expect(invocation.pieces).toEqual([""]);
  await body.push("first");
  await turn();
  expect(invocation.pieces).toEqual(["", "first"]);
  await body.push("second");
  await body.end();
  await done;
  expect(invocation.pieces).toEqual(["", "first", "second"]);
});

test("the body is not read faster than the stream takes it", async () => {
  const invocation = anInvocation({ narrow: true });
  let made = 0;
  const readable = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (++made > 100) controller.close();
        else controller.enqueue(Buffer.from("0123456789"));
      },
    },
    { highWaterMark: 0 },
  );
  const done = serving(() => new Response(readable), invocation).run();
  for (let at = 0; at < 20; at++) await turn();
  expect(made).toBe(1);
  invocation.take();
  for (let at = 0; at < 20; at++) await turn();
  expect(made).toBe(2);
  const taking = setInterval(() => invocation.take());
  await done;
  clearInterval(taking);
  expect(invocation.pieces.join("")).toHaveLength(1000);
});

test("when nobody takes the answer any more, it is read to its end all the same", async () => {
  const invocation = anInvocation();
  const body = aBody();
  const { run, log } = serving(() => new Response(body.readable), invocation);
  const done = run();
  await body.push("first");
  await turn();
  invocation.stream.destroy(new Error("the client is gone"));
  await body.push("second");
  await body.end();
  await done;
  expect(invocation.pieces).toEqual(["", "first"]);
  expect(log.lines.map(({ level }) => level)).toEqual(["info"]);
});

test("a stream that breaks while a piece waits lets the rest of the answer go on", async () => {
  const invocation = anInvocation({ narrow: true });
  const body = aBody();
  const done = serving(() => new Response(body.readable), invocation).run();
  await body.push("first");
  await turn();
  invocation.stream.destroy();
  await body.push("second");
  await body.end();
  await done;
  expect(invocation.pieces).toEqual(["", "first"]);
});

test("an answer that breaks off fails the invocation, without its reason in the log", async () => {
  const invocation = anInvocation();
  const body = aBody();
  const { run, log } = serving(() => new Response(body.readable), invocation);
  const done = run();
  await body.push("first");
  await turn();
  await body.fail(new TypeError("words of a model"));
  await expect(done).rejects.toThrow(/^The answer broke off\.$/);
  expect(invocation.stream.writableFinished).toBe(false);
  expect(log.lines.at(-1)).toMatchObject({ message: "an answer broke off", fields: { cause: "TypeError" } });
  expect(JSON.stringify(log.lines)).not.toContain("words of a model");
});

test("the log has no query string, and only the beginning of a long path", async () => {
  const invocation = anInvocation();
  const { run, log } = serving(() => new Response(null, { status: 404 }), invocation);
  await run(
    aProxyEvent({
      path: `/v1.2/${"a".repeat(500)}`,
      multiValueQueryStringParameters: { query: ["a secret plan"] },
    }),
  );
  expect(JSON.stringify(log.lines)).not.toContain("secret");
  expect(String(log.lines[0]?.fields["path"])).toHaveLength(120);
});

test("an event of which nobody knows the caller is never answered", async () => {
  const invocation = anInvocation();
  const { run } = serving(() => {
    throw new Error("the test planned no call of the app");
  }, invocation);
  const { requestContext, ...event } = aProxyEvent();
  const { authorizer, ...unknown } = requestContext;
  await expect(run({ ...event, requestContext: unknown })).rejects.toThrow("Nobody has checked");
});
