import { once } from "node:events";
import { connect } from "node:net";
import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { VideoItem } from "../../lambda/contracts/items.ts";
import { type IndexId, indexIdOf, videoKey } from "../../lambda/keys.ts";
import { type ApiResponse, type SampleHost, sampleHost } from "../sdk/sample-host.ts";

const MINUTE = 60_000;
const NOTHING = "0".repeat(24);
/** Words that stand in bodies and addresses of these tests and must never come back or be logged. */
const SECRET = "hunter2-secret-word";

let library: SampleHost;
let video: VideoItem;
let indexId: IndexId;
let otherIndexId: IndexId;
const logged: string[] = [];
const answers: ApiResponse[] = [];

beforeAll(async () => {
  library = await sampleHost({ onLog: (_, line) => logged.push(line) });
  video = await library.put("clips", "silent-portrait.mp4");
  await library.put("clips", "three-colours.mp4");
  indexId = video.indexId;
  otherIndexId = (await library.put("other", "no-audio-track.mp4")).indexId;
}, 2 * MINUTE);
afterAll(() => library.close());

async function request(path: string, init?: RequestInit): Promise<ApiResponse> {
  const answer = await library.request(path, init);
  answers.push(answer);
  return answer;
}

const json = (body: unknown, more: Record<string, string> = {}, method = "POST"): RequestInit => ({
  method,
  headers: { "content-type": "application/json", ...more },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const search = (more: object = {}) => ({
  index_id: indexId,
  query: "blue",
  search_options: ["visual"],
  ...more,
});

/** Every refusal has a status, a code and one plain sentence, and nothing else. */
function expectRefusal({ status, body, text }: ApiResponse, wanted: readonly [number, string]): void {
  expect([status, (body as { code?: string } | undefined)?.code, text]).toEqual([...wanted, text]);
  expect(Object.keys(body as object)).toEqual(["code", "message"]);
  expect((body as { message: string }).message).toMatch(/^[^\n]{5,}[.?]$/);
}

test.each([
  ["no key", async (): Promise<string> => "", [401, "api_key_invalid"]],
  ["a text that is no key", async (): Promise<string> => SECRET, [401, "api_key_invalid"]],
  ["a key that nobody has", async (): Promise<string> => `rb_${"A".repeat(43)}`, [401, "api_key_invalid"]],
  ["a revoked key", () => library.key({ revokedAt: "2020-01-01T00:00:00.000Z" }), [403, "api_key_revoked"]],
  ["an expired key", () => library.key({ expiresAt: "2020-01-01T00:00:00.000Z" }), [403, "api_key_expired"]],
] as const)("%s opens nothing", async (_, keyOf, wanted) => {
  const headers = { "x-api-key": await keyOf() };
  expectRefusal(await request("/v1.2/indexes", { headers }), wanted);
  expectRefusal(await request("/v1.2/search", json(search(), headers)), wanted);
});

test("a key in another place than the header is no key", async () => {
  const headers = { "x-api-key": "" };
  const path = `/v1.2/indexes?x-api-key=${library.apiKey}`;
  expectRefusal(await request(path, { headers }), [401, "api_key_invalid"]);
});

test("a read key reads and changes nothing", async () => {
  const headers = { "x-api-key": await library.key({ scopes: ["read"] }) };
  expect((await request("/v1.2/indexes", { headers })).status).toBe(200);
  expect((await request("/v1.2/search", json(search(), headers))).status).toBe(200);
  const writes: [string, RequestInit][] = [
    ["/v1.2/indexes", json({ index_name: "Mine" }, headers)],
    [`/v1.2/indexes/${indexId}`, json({ index_name: "Mine" }, headers, "PUT")],
    [`/v1.2/indexes/${indexId}`, { method: "DELETE", headers }],
    [`/v1.2/indexes/${indexId}/videos/${video.videoId}`, json({ metadata: { a: 1 } }, headers, "PUT")],
    [`/v1.2/indexes/${indexId}/videos/${video.videoId}`, { method: "DELETE", headers }],
    ["/v1.2/tasks", json({ index_id: indexId, url: "https://example.com/a.mp4" }, headers)],
    [`/v1.2/tasks/${video.videoId}`, { method: "DELETE", headers }],
  ];
  for (const [path, init] of writes) expectRefusal(await request(path, init), [403, "scope_not_allowed"]);
});

test("a key of another index neither uses nor sees this one", async () => {
  const headers = { "x-api-key": await library.key({ indexIds: [otherIndexId] }) };
  const { body } = await request("/v1.2/indexes", { headers });
  expect((body as { data: { _id: string }[] }).data.map(({ _id }) => _id)).toEqual([otherIndexId]);
  const classify = { index_id: indexId, options: ["visual"], classes: [{ name: "a", prompts: ["blue"] }] };
  const forbidden: [string, RequestInit][] = [
    [`/v1.2/indexes/${indexId}`, { headers }],
    [`/v1.2/indexes/${indexId}/videos`, { headers }],
    ["/v1.2/search", json(search(), headers)],
    ["/v1.2/classify/bulk", json(classify, headers)],
    ["/v1.2/tasks", json({ index_id: indexId, url: "https://example.com/a.mp4" }, headers)],
  ];
  for (const [path, init] of forbidden) expectRefusal(await request(path, init), [403, "index_not_allowed"]);
  const hidden: [string, RequestInit][] = [
    ["/v1.2/gist", json({ video_id: video.videoId, types: ["title"] }, headers)],
    ["/v1.2/summarize", json({ video_id: video.videoId, type: "summary" }, headers)],
    ["/v1.2/generate", json({ video_id: video.videoId, prompt: "What?" }, headers)],
    [`/v1.2/tasks/${video.videoId}`, { headers }],
  ];
  for (const [path, init] of hidden) expectRefusal(await request(path, init), [404, "resource_not_exists"]);
});

test("a page token of somebody else's search is worth nothing to a key of another index", async () => {
  const found = await request("/v1.2/search", json(search({ threshold: "none", page_limit: 1 })));
  const token = (found.body as { page_info: { next_page_token?: string } }).page_info.next_page_token;
  const headers = { "x-api-key": await library.key({ indexIds: [otherIndexId] }) };
  expectRefusal(await request(`/v1.2/search/${token ?? "none"}`, { headers }), [
    400,
    "search_page_token_expired",
  ]);
});

test("a body of 11 MB is refused before it is read", async () => {
  const body = JSON.stringify(search({ query: SECRET.padEnd(11_000_000, "a") }));
  expectRefusal(await request("/v1.2/search", json(body)), [413, "body_too_large"]);
});

test("a query of 1 MB is refused as a text that is too long", async () => {
  const body = search({ query: `${SECRET} `.repeat(50_000) });
  expectRefusal(await request("/v1.2/search", json(body)), [400, "token_limit_exceeded"]);
});

test.each([
  ["lists in lists", `${"[".repeat(200_000)}${"]".repeat(200_000)}`],
  ["objects in objects", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
  ["brackets without an end", "[".repeat(1_000_000)],
  ["a deep filter", JSON.stringify({ filter: deep(100) })],
])("a body of %s is refused", async (_, body) => {
  expectRefusal(await request("/v1.2/search", json(body)), [400, "body_invalid"]);
});

function deep(levels: number): object {
  return levels === 0 ? {} : { a: deep(levels - 1) };
}

test.each([
  ["http://example.com/a.mp4"],
  ["ftp://example.com/a.mp4"],
  ["file:///etc/passwd"],
  ["data:video/mp4;base64,AAAA"],
  ["gopher://127.0.0.1:70/"],
  ["https://127.0.0.1/a.mp4"],
  ["https://127.1/a.mp4"],
  ["https://2130706433/a.mp4"],
  ["https://0x7f000001/a.mp4"],
  ["https://0177.0.0.1/a.mp4"],
  ["https://localhost/a.mp4"],
  ["https://LOCALHOST./a.mp4"],
  ["https://a.localhost/a.mp4"],
  ["https://[::1]/a.mp4"],
  ["https://[::ffff:127.0.0.1]/a.mp4"],
  ["https://[fe80::1]/a.mp4"],
  ["https://[fd00:ec2::254]/latest/meta-data"],
  ["https://[64:ff9b::7f00:1]/a.mp4"],
  ["https://169.254.169.254/latest/meta-data"],
  ["https://metadata.google.internal/"],
  ["https://10.0.0.1/a.mp4"],
  ["https://172.16.0.1/a.mp4"],
  ["https://192.168.1.1/a.mp4"],
  ["https://100.64.0.1/a.mp4"],
  ["https://0.0.0.0/a.mp4"],
  ["https://255.255.255.255/a.mp4"],
  ["https://example.com:22/a.mp4"],
  ["https://user:hunter2-secret-word@example.com/a.mp4"],
  ["https://127。0。0。1/a.mp4"],
  ["https://ⓛocalhost/a.mp4"],
  ["https://example.com\\@127.0.0.1/a.mp4"],
  ["https://exa mple.com/a.mp4"],
  ["//127.0.0.1/a.mp4"],
])("%s is not fetched, neither as a video nor as an image", async (url) => {
  const refused = [400, "url_not_allowed"] as const;
  expectRefusal(await request("/v1.2/tasks", json({ index_id: indexId, url })), refused);
  expectRefusal(await request("/v1.2/tasks/external-provider", json({ index_id: indexId, url })), refused);
});

test.each([["http://127.0.0.1/a.png"], ["https://169.254.169.254/a.png"], ["s3://somebody-elses/a.png"]])(
  "%s is no image to search for",
  async (url) => {
    const body = {
      index_id: indexId,
      search_options: ["visual"],
      query_media_type: "image",
      query_media_url: url,
    };
    expectRefusal(await request("/v1.2/search", json(body)), [400, "url_not_allowed"]);
  },
);

test("a page of a video site is refused for what it is", async () => {
  const body = { index_id: indexId, url: "https://youtu.be/abcdefghijk?si=hunter2-secret-word" };
  const answer = await request("/v1.2/tasks/external-provider", json(body));
  expectRefusal(answer, [400, "external_provider_not_supported"]);
});

/** The path as it stands: `fetch` would resolve the dots before it sends them. */
async function raw(path: string, method = "GET"): Promise<ApiResponse> {
  const { hostname, port } = new URL(library.cloud.host.endpoint);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.write(
    `${method} ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nx-api-key: ${library.apiKey}\r\nconnection: close\r\n\r\n`,
  );
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  const [head = "", text = ""] = Buffer.concat(pieces).toString().split("\r\n\r\n");
  const body = /\{.*\}/s.exec(text)?.[0];
  const answer = {
    status: Number(head.split(" ")[1]),
    headers: new Headers(),
    text,
    body: body === undefined ? undefined : JSON.parse(body),
  };
  answers.push(answer);
  return answer;
}

test.each([
  [".."],
  ["%2e%2e"],
  ["..%2f..%2fetc%2fpasswd"],
  ["%252e%252e%252f"],
  ["%00"],
  [`${NOTHING}%00`],
  ["%0d%0aset-cookie:a"],
  ["a".repeat(300)],
  ["%F0%9F%98%81"],
  ["%EF%BC%8E%EF%BC%8E"],
  ["%ff%fe"],
  ["%"],
  ["VIDEO%23abc"],
  ["__proto__"],
  ["{}"],
  ["*"],
  ["0123456789ABCDEF01234567"],
])("an id of %p names nothing", async (id) => {
  for (const path of [`/v1.2/indexes/${id}`, `/v1.2/indexes/${indexId}/videos/${id}`, `/v1.2/tasks/${id}`]) {
    const { status, body } = await raw(path);

    expect([400, 404]).toContain(status);
    expect(["resource_not_exists", "endpoint_not_exists", "body_invalid"]).toContain(
      (body as { code: string }).code,
    );
  }
});

test.each([[".."], ["%2e%2e"], [".%2E"], ["%2e"]])("%s in place of a video deletes no index", async (id) => {
  const { status } = await raw(`/v1.2/indexes/${otherIndexId}/videos/${id}`, "DELETE");
  expect([400, 404]).toContain(status);
  expect((await library.request(`/v1.2/indexes/${otherIndexId}`)).status).toBe(200);
});

test.each([
  ["a method that a path does not take", "/v1.2/search", { method: "DELETE" }, [405, "method_not_allowed"]],
  ["a path that is none", "/v1.2/nowhere", {}, [404, "endpoint_not_exists"]],
  ["a body that is no JSON", "/v1.2/search", json("{"), [400, "body_invalid"]],
  ["an empty body", "/v1.2/search", json(""), [400, "body_invalid"]],
  ["a body that is no object", "/v1.2/gist", json("[]"), [400, "parameter_invalid"]],
  [
    "another content type",
    "/v1.2/gist",
    { method: "POST", headers: { "content-type": "text/xml" }, body: "<a/>" },
    [415, "content_type_not_supported"],
  ],
  [
    "an id of another form",
    "/v1.2/gist",
    json({ video_id: "abc", types: ["title"] }),
    [400, "parameter_invalid"],
  ],
  ["a field that is missing", "/v1.2/gist", json({ types: ["title"] }), [400, "parameter_not_provided"]],
  [
    "a field that is not known",
    "/v1.2/gist",
    json({ video_id: NOTHING, types: ["title"], tpyes: [] }),
    [400, "parameter_unknown"],
  ],
  ["an unknown index", `/v1.2/indexes/${NOTHING}`, {}, [404, "resource_not_exists"]],
  [
    "an unknown index in a body",
    "/v1.2/search",
    json({ index_id: NOTHING, query: "a", search_options: ["visual"] }),
    [404, "resource_not_exists"],
  ],
  [
    "an unknown video",
    "/v1.2/gist",
    json({ video_id: NOTHING, types: ["title"] }),
    [404, "resource_not_exists"],
  ],
  ["a page of no list", "/v1.2/indexes?page=0", {}, [400, "parameter_invalid"]],
  ["a page that is too large", "/v1.2/indexes?page_limit=51", {}, [400, "parameter_invalid"]],
] as const)("%s has an answer of its own", async (_, path, init, wanted) => {
  expectRefusal(await request(path, init as RequestInit), wanted);
});

test("a video that is still processed says so", async () => {
  const { TableName, item } = {
    TableName: library.cloud.output("TableName"),
    item: await library.cloud.item(videoKey(video.videoId)),
  };
  const waiting = "1".repeat(24) as VideoItem["videoId"];
  const { currentRunId: _, ...rest } = item ?? {};
  const Item = {
    ...rest,
    ...videoKey(waiting),
    videoId: waiting,
    status: "PROCESSING",
    indexId: indexIdOf("clips"),
  };
  await library.cloud.table.send(new PutCommand({ TableName, Item }));
  for (const [path, body] of [
    ["/v1.2/gist", { video_id: waiting, types: ["title"] }],
    ["/v1.2/summarize", { video_id: waiting, type: "summary" }],
    ["/v1.2/generate", { video_id: waiting, prompt: "What?" }],
  ] as const) {
    expectRefusal(await request(path, json(body)), [409, "video_not_ready"]);
  }
});

test("what breaks inside says nothing of the inside", async () => {
  const TableName = library.cloud.output("TableName");
  await library.cloud.table.send(
    new UpdateCommand({
      TableName,
      Key: videoKey(video.videoId),
      UpdateExpression: "SET createdAt = :broken",
      ExpressionAttributeValues: { ":broken": { broken: SECRET } },
    }),
  );
  const answer = await request(`/v1.2/indexes/${indexId}/videos/${video.videoId}`);
  expectRefusal(answer, [500, "internal_error"]);
});

test("no answer and no line of a log holds a secret, a trace or an inner name", () => {
  const { host, output } = library.cloud;
  const inner = [
    output("TableName"),
    output("VideosBucket"),
    output("WorkBucket"),
    "arn:aws:",
    "111122223333",
    ".mjs",
    "node_modules",
    "file://",
    "    at ",
    "VIDEO#",
  ];
  const functions = Object.values(host.outputs).filter((value) => value.includes("Function"));
  const secrets = [SECRET, library.apiKey, "rb_"];
  const leaks = (texts: readonly string[], words: readonly string[]) => [
    ...new Set(texts.filter((text) => words.some((word) => text.includes(word)))),
  ];
  expect(answers.length).toBeGreaterThan(100);
  expect(logged.length).toBeGreaterThan(0);
  expect(
    leaks(
      answers.map(({ text }) => text),
      [...inner, ...functions, ...secrets, "ZodError"],
    ),
  ).toEqual([]);
  expect(leaks(logged, [...inner, ...secrets])).toEqual([]);
});
