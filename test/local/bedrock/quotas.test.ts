import { invoke } from "./requests.ts";
import { MARENGO, standInTarget } from "./target.ts";

it("throttles above the requests of a minute, and lets them flow back evenly", async () => {
  let now = Date.parse("2026-11-21T00:00:00Z");
  const clock = { now: () => now, sleep: async () => {} };
  const target = await standInTarget({ clock, quotas: { requestsPerMinute: { marengo3: 3 } } });
  const ask = () => invoke(target.client, MARENGO, { inputType: "text", text: { inputText: "x" } });
  try {
    for (let i = 0; i < 3; i++) await ask();
    await expect(ask()).rejects.toMatchObject({
      name: "ThrottlingException",
      $metadata: { httpStatusCode: 429 },
    });
    now += 20_000;
    await ask();
    await expect(ask()).rejects.toMatchObject({ name: "ThrottlingException" });
    expect(await target.standIn.ledger()).toHaveLength(4);
  } finally {
    await target.close();
  }
});
