import { anIndex, page } from "../cli/answers.ts";
import { refusal } from "../cli/played-api.ts";
import { runWith } from "../cli/with-api.ts";

const embeds = () => ({ data: [{ embedding: [0.6, 0.8] }] });
const healthy = { "GET /indexes": () => page([anIndex()]), "POST /embed-v2": embeds };

test("tells what is in place, and skips with a reason what cannot be seen from here", async () => {
  const { code, out } = await runWith(healthy, ["doctor"]);
  expect(code).toBe(0);
  expect(out).toMatch(/✓ API +http:\/\/127\.0\.0\.1:\d+ answers; indexes: 1\n/);
  expect(out).toContain("✓ models      a text embedding of 2 numbers");
  expect(out).toContain("– table       only the API is known; name the stack with --stack");
});

test("says what to do about what is wrong, goes on with the rest, and fails", async () => {
  const { code, out } = await runWith(
    { ...healthy, "POST /embed-v2": () => refusal(502, "model_error", "The model refused.") },
    ["doctor", "--json"],
  );
  expect(code).toBe(1);
  const { data, wrong } = JSON.parse(out) as { data: { name: string; result: string }[]; wrong: number };
  expect(wrong).toBe(1);
  expect(data).toContainEqual({
    name: "models",
    result: "wrong",
    seen: "The model refused.",
    todo: expect.stringContaining("Bedrock console"),
  });
  expect(data.at(-1)).toMatchObject({ name: "Marengo", result: "skipped" });
});

test("a key that does not open the API is told apart from an API that does not work", async () => {
  const locked = { "GET /indexes": () => refusal(403, "api_key_expired", "The API key has expired.") };
  const { out } = await runWith({ ...healthy, ...locked }, ["doctor", "--json"]);
  expect(JSON.parse(out).data).toContainEqual({
    name: "API",
    result: "wrong",
    seen: "The API key has expired.",
    todo: expect.stringContaining("keys create"),
  });
});
