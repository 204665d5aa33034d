import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Resolve, safeFetch } from "../../lambda/adapters/safe-fetch.ts";
import { parseFetchHost } from "../../lambda/domain/url-rules.ts";

let server: Server;
let port: number;
let answer: RequestListener;
const asked: (string | undefined)[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers.host);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
beforeEach(() => {
  asked.length = 0;
  answer = (_, response) => response.writeHead(200, { "content-type": "video/mp4" }).end("film");
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const LIMITS = { maxBytes: 1000, totalMs: 20_000 };
const unplanned: Resolve = async () => {
  throw new Error("the test planned no name");
};
const to =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
const here = () => [parseFetchHost(`127.0.0.1:${port}`)];
const url = (path = "/a.mp4") => `http://127.0.0.1:${port}${path}`;
const fetchHere = (path?: string, limits = LIMITS) => safeFetch(here(), unplanned)(url(path), limits);

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
const refusal = (sentence: RegExp) => ({ code: "url_not_allowed", message: expect.stringMatching(sentence) });

test("gives the file of an allowed address, asked for as it is", async () => {
  let headers: unknown;
  answer = (request, response) => {
    headers = request.headers;
    response.writeHead(200, { "content-type": "Video/MP4; codecs=avc1", "content-length": "4" }).end("film");
  };
  const { body, contentType, sizeBytes } = await fetchHere();
  expect([contentType, sizeBytes, await textOf(body)]).toEqual(["video/mp4", 4, "film"]);
  expect(headers).toMatchObject({ "accept-encoding": "identity" });
});

test("connects to the address that was judged, and asks for no second one", async () => {
  let lookups = 0;
  const resolve: Resolve = async () => {
    lookups++;
    return [{ address: "127.0.0.1", family: 4 }];
  };
  const fetchFile = safeFetch([parseFetchHost(`films.example:${port}`)], resolve);
  const { body } = await fetchFile(`http://films.example:${port}/a.mp4`, LIMITS);
  expect(await textOf(body)).toBe("film");
  expect([lookups, asked]).toEqual([1, [`films.example:${port}`]]);
});

test.each([
  [to("127.0.0.1")],
  [to("93.184.216.34", "127.0.0.1")],
  [to("169.254.169.254")],
  [to("::ffff:127.0.0.1")],
  [to("fd00::1")],
])("refuses a name of which one address is inside (%#)", async (resolve) => {
  await expect(safeFetch([], resolve)("https://films.example/a.mp4", LIMITS)).rejects.toMatchObject(
    refusal(/public internet/),
  );
  expect(asked).toEqual([]);
});

test("refuses a name that nobody knows, and tries again later when the name server is busy", async () => {
  const failing =
    (code: string): Resolve =>
    () =>
      Promise.reject(Object.assign(new Error("dns"), { code }));
  await expect(safeFetch([], failing("ENOTFOUND"))("https://films.example/", LIMITS)).rejects.toMatchObject(
    refusal(/not known/),
  );
  await expect(safeFetch([], failing("EAI_AGAIN"))("https://films.example/", LIMITS)).rejects.toMatchObject({
    name: "TemporaryError",
  });
});

test("follows three redirects, and judges each", async () => {
  answer = (request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end("film");
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  };
  expect(await textOf((await fetchHere("/3")).body)).toBe("film");
  await expect(fetchHere("/4")).rejects.toMatchObject(refusal(/redirects more than 3/));
});

test.each([
  "http://169.254.169.254/latest/meta-data/",
  "http://localhost/a",
  "file:///etc/passwd",
  "https://[::1]/a",
  "//10.0.0.1/a",
  "http://user:secret@127.0.0.1/",
])("does not follow a redirect to %s", async (location) => {
  answer = (_, response) => response.writeHead(301, { location }).end();
  await expect(fetchHere()).rejects.toMatchObject({ code: "url_not_allowed" });
  expect(asked).toHaveLength(1);
});

test.each([
  [200, { "content-type": "text/html; charset=utf-8" }, /a page/],
  [200, { "content-type": "application/vnd.apple.mpegurl" }, /a playlist/],
  [200, { "content-type": "application/json" }, /a text/],
  [200, { "content-encoding": "gzip" }, /packs the file/],
  [200, { "content-length": "1001" }, /more than 1000 bytes/],
  [404, {}, /status 404/],
  [206, {}, /status 206/],
  [302, {}, /status 302/],
])("refuses an answer %d with %j", async (status, headers, sentence) => {
  answer = (_, response) => {
    response.writeHead(status, headers);
    response.end("x");
  };
  await expect(fetchHere("/a?token=secret")).rejects.toMatchObject(refusal(sentence));
});

test("breaks off a body that does not end", async () => {
  let isClosed = false;
  answer = (_, response) => {
    response.on("close", () => {
      isClosed = true;
    });
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(500)));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  };
  const { body } = await fetchHere();
  await expect(textOf(body)).rejects.toMatchObject(refusal(/more than 1000 bytes/));
  while (!isClosed) await new Promise((resolve) => setImmediate(resolve));
});

test("gives up when its time is over, in the head as in the body", async () => {
  answer = () => {};
  await expect(fetchHere("/", { maxBytes: 10, totalMs: 50 })).rejects.toMatchObject({
    name: "TemporaryError",
  });
  answer = (_, response) => void response.write("x");
  const { body } = await fetchHere("/", { maxBytes: 10, totalMs: 200 });
  await expect(textOf(body)).rejects.toMatchObject({ name: "TemporaryError" });
});

test("a busy server and a connection that breaks are worth another try", async () => {
  answer = (_, response) => response.writeHead(503).end();
  await expect(fetchHere()).rejects.toMatchObject({ name: "TemporaryError", code: "FETCH_FAILED" });
  answer = (_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
  };
  const { body } = await fetchHere();
  await expect(textOf(body)).rejects.toMatchObject({ name: "TemporaryError" });
});

test("a server that does not prove who it is, is refused", async () => {
  const fetchFile = safeFetch([parseFetchHost(`films.example:${port}`)], to("127.0.0.1"));
  await expect(fetchFile(`https://films.example:${port}/a`, LIMITS)).rejects.toMatchObject({
    message: expect.stringMatching(/TLS|did not answer/),
  });
});
