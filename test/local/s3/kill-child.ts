/** Run as a process of its own: writes objects until it is killed, and tells what it was told. */
import { wallClock } from "../../../local/clock.ts";
import { createS3 } from "../../../local/s3/stand-in.ts";
import { openStore } from "../../../local/store.ts";
import { developer } from "../serve.ts";

const [dir = ""] = process.argv.slice(2);
const s3 = await createS3({
  store: await openStore(dir),
  clock: wallClock(),
  place: { account: "123456789012", region: "us-east-1" },
  emit: async ({ detail }) => {
    console.log(`event ${(detail as { object: { key: string } }).object.key}`);
  },
});
await s3.createBucket({ name: "holiday", versioned: true, eventBridge: true });
s3.start();
for (let number = 0; ; number++) {
  const key = `k${number}`;
  await s3.put({ bucket: "holiday", key }, key.repeat(1000), "text/plain", developer);
  console.log(`stored ${key}`);
}
