import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { bundleChild } from "../bundle-child.ts";
import type { Alone } from "./alone.ts";
import type { HostFacts } from "./host.ts";
import type { LibraryPlaces } from "./make-library.ts";

const TIMES = 40;

/**
 * Searches by the query function and its authorizer in a process of its own, bundled as the handlers are, against the services of the host:
 * what it holds and where its time goes cannot be told apart inside of the host.
 * @throws Error when the process fails
 */
export async function searchAlone(
  folder: string,
  { endpoint, region }: HostFacts,
  { tableName, vectorBucketName }: LibraryPlaces,
  secret: string,
): Promise<Alone> {
  const outfile = await bundleChild(folder, new URL("./alone.ts", import.meta.url));
  const given = [endpoint, region, tableName, vectorBucketName, secret, String(TIMES)];
  const started = spawn(process.execPath, [outfile, ...given], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => started.once("exit", resolve));
  const [output, status] = await Promise.all([text(started.stdout), ended]);
  if (status !== 0) throw new Error(`the searching process ended with ${status}`);
  return JSON.parse(output) as Alone;
}
