import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { writeHostFile } from "../../../bin/local/host-file.ts";
import { wallClock } from "../../../local/clock.ts";
import { createDynamoDb } from "../../../local/dynamodb/stand-in.ts";
import { catalogTable, place } from "../../local/dynamodb/catalog-table.ts";
import { dummyCredentials, serve } from "../../local/serve.ts";
import { INDEX_ID } from "../cli/answers.ts";
import { run } from "../cli/test-io.ts";

let dir: string;
let close: () => Promise<void>;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "reelbase-keys-"));
  const standIn = await createDynamoDb({ dir: join(dir, "table"), clock: wallClock(), place });
  const port = await serve(standIn);
  const { region } = place;
  const client = new DynamoDBClient({ endpoint: port.endpoint, region, credentials: dummyCredentials });
  await client.send(new CreateTableCommand({ TableName: "catalog", ...catalogTable }));
  client.destroy();
  const outputs = { TableName: "catalog" };
  await writeHostFile(dir, { endpoint: port.endpoint, region, outputs, apiKey: "rb_test", pid: process.pid });
  close = async () => {
    await port.close();
    await standIn.close();
    await rm(dir, { recursive: true });
  };
});
afterAll(() => close());

const keys = (...argv: string[]) => run(["--data", dir, "keys", ...argv]);

test("a key is shown once, listed without itself, and closed by its first digits", async () => {
  expect(await keys()).toMatchObject({ code: 3, out: "" });
  const created = await keys(
    "create",
    "--name",
    "notebook",
    "--scope",
    "read,write",
    "--index",
    INDEX_ID,
    "--expires",
    "90d",
  );
  expect(created.out).toMatch(/^rb_[\w-]{43}\n$/);

  const { data } = JSON.parse((await keys("ls", "--json")).out) as { data: Record<string, unknown>[] };
  const [key] = data;
  expect(data).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
      name: "notebook",
      scopes: ["read", "write"],
      indexIds: [INDEX_ID],
      createdAt: "2026-03-01T12:00:00.000Z",
      expiresAt: "2026-05-30T12:00:00.000Z",
      state: "open",
    },
  ]);
  expect((await keys("ls")).out).not.toContain(created.out.trim());

  expect(await keys("revoke", String(key?.["id"]))).toMatchObject({
    code: 0,
    err: expect.stringContaining("notebook"),
  });
  expect((await keys("ls")).out).toMatch(/notebook +read,write +revoked +2026-05-30/);
  expect(await keys("revoke", "00000000")).toMatchObject({
    code: 1,
    err: expect.stringContaining("There is no key"),
  });
});

test("keys need AWS", async () => {
  const { code, err } = await run(["--url", "http://127.0.0.1:1", "keys", "ls"]);
  expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("--stack") });
});
