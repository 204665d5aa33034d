import "../../local/patience.ts";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../../bin/reelbase.mjs", import.meta.url));

test("the command runs as it is installed, and does not mind a reader that leaves", async () => {
  const child = spawn(process.execPath, [COMMAND, "--help"]);
  child.stdout.destroy();
  const err = text(child.stderr);
  const [code] = await once(child, "exit");
  expect({ code, err: await err }).toEqual({ code: 0, err: "" });
});
