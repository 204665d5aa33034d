import { Hono } from "hono";
import { ApiError } from "../../lambda/contracts/api/error.ts";
import { queryApp } from "../../lambda/query/app.ts";
import type { ApiEnv } from "../../lambda/query/http/api.ts";
import { memoryLog } from "../fakes.ts";

const app = queryApp([
  new Hono<ApiEnv>({ strict: false })
    .get("/things/:id", (context) => context.json({ id: context.req.param("id") }))
    .get("/long", () => {
      throw new ApiError("parameter_invalid", `The ${"😀".repeat(5_000)} parameter is invalid.`);
    }),
]);
const ask = (path: string, method = "GET") =>
  app({
    request: new Request(`http://api${path}`, { method }),
    caller: { name: "test", scopes: ["read"] },
    requestId: "request-1",
    log: memoryLog(),
  });

test.each([
  ["/v1.2/things/a", "GET", 200],
  ["/v1.3/things/a/", "GET", 200],
  ["/v1.2/things/a", "DELETE", 405],
  ["/v1.2/things", "GET", 404],
  ["/v1.9/things/a", "GET", 404],
  ["/things/a", "GET", 404],
])("%s %s is answered by %d", async (path, method, status) => {
  expect((await ask(path, method)).status).toBe(status);
});

test("a message that repeats what the caller wrote is cut between two signs", async () => {
  const { message } = (await (await ask("/v1.2/long")).json()) as { message: string };
  expect(message.length).toBeLessThan(1_100);
  expect(message).not.toMatch(/\p{Surrogate}/u);
});
