import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DEFAULT_EMBEDDING_MODEL, embeddingModel } from "../lambda/models.ts";
import { wallClock } from "../local/clock.ts";
import { createDynamoDb } from "../local/dynamodb/stand-in.ts";
import { catalogTable } from "../test/local/dynamodb/catalog-table.ts";
import { dummyCredentials, serve } from "../test/local/serve.ts";
import { bundleChild } from "./bundle-child.ts";
import type { Taken } from "./classify/child.ts";
import { type LibrarySize, makeLibrary } from "./classify/make-library.ts";
import { promptVectors } from "./classify/prompts.ts";
import { notice, print, table } from "./report.ts";
import { withScratch } from "./scratch.ts";
import { median, spread } from "./statistics.ts";

const SIZE: LibrarySize = { videos: 1000, segments: 30, options: ["visual", "transcription"] };
const TABLE = "catalog";
const REGION = "us-east-1";

/** Search options of a request, and the embedding options that it reads. */
const REQUESTS = { "": 0, visual: 1, "visual,conversation": 2 } as const;
type Asked = keyof typeof REQUESTS;

/**
 * Classifying an index: its videos are walked, their segments read from the table and compared with 3 classes of 5
 * prompts. The table is the stand-in, in a process beside the one that is measured; the prompts are embedded already.
 */
export async function classifyIndex(): Promise<void> {
  await withScratch(async (folder) => {
    const place = { account: "111122223333", region: REGION };
    const standIn = await createDynamoDb({ dir: join(folder, "dynamodb"), clock: wallClock(), place });
    const port = await serve(standIn);
    const base = new DynamoDBClient({
      endpoint: port.endpoint,
      region: REGION,
      credentials: dummyCredentials,
    });
    try {
      await fill(base);
      const child = await bundleChild(folder, new URL("./classify/child.ts", import.meta.url));
      const taken = new Map<Asked, Taken>();
      for (const asked of Object.keys(REQUESTS) as Asked[]) {
        notice(asked === "" ? "measuring an empty process …" : `classifying by ${asked} …`);
        taken.set(asked, await run(child, port.endpoint, asked));
      }
      report(taken);
    } finally {
      base.destroy();
      await port.close();
      await standIn.close();
    }
  });
}

async function fill(base: DynamoDBClient): Promise<void> {
  const { videos, segments, options } = SIZE;
  notice(`storing ${videos * segments * options.length} segments of ${videos} videos …`);
  const model = embeddingModel(DEFAULT_EMBEDDING_MODEL);
  await base.send(new CreateTableCommand({ TableName: TABLE, ...catalogTable }));
  const client = DynamoDBDocumentClient.from(base);
  await makeLibrary({ client, name: TABLE }, model, [...promptVectors(model.dimension).values()], SIZE);
}

/** @throws when the child fails */
async function run(child: string, endpoint: string, asked: Asked): Promise<Taken> {
  const started = spawn(process.execPath, [child, endpoint, TABLE, asked], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => started.once("exit", resolve));
  const [output, status] = await Promise.all([text(started.stdout), ended]);
  if (status !== 0) throw new Error(`the classifying process ended with ${status}`);
  return JSON.parse(output) as Taken;
}

function report(taken: ReadonlyMap<Asked, Taken>): void {
  const { videos, segments } = SIZE;
  print(`${videos} videos of ${segments} segments in each embedding option; 3 classes of 5 prompts\n`);
  const rows = [...taken].map(([asked, { ms, found, peakMb }]) => {
    const seconds = ms.map((each) => each / 1000);
    const figures =
      asked === "" ? ["", "", ""] : [spread(seconds, 2), (videos / median(seconds)).toFixed(0), `${found}`];
    return [asked === "" ? "(an empty process)" : asked, ...figures, peakMb.toFixed(0)];
  });
  const heads = ["options", "seconds: median (least to most)", "videos/s", "videos found", "peak RSS MiB"];
  print(table([heads, ...rows]));
  print("\nThe table is the stand-in on the same machine: what a request of it takes is most of the time.");
}
