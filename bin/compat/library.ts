import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { type Host, startHost } from "../../local/host.ts";
import { bundleHandlers } from "../bundle.ts";
import { type Clients, clientsOf } from "../local/clients.ts";
import { developerKey } from "../local/developer-key.ts";
import { followFile } from "../local/follow.ts";
import { sampleClips } from "../local/samples.ts";
import { synthesize } from "../local/synthesize.ts";
import { uploadFile } from "../local/upload.ts";
import { type Api, apiAt } from "./api.ts";
import { CompatError } from "./compat-error.ts";
import { addTexts } from "./texts.ts";

const SAMPLES = fileURLToPath(new URL("../../samples", import.meta.url));

/** A library that holds the samples, behind the API of a local host. */
export interface Library {
  readonly api: Api;
  readonly indexId: string;
  readonly videoId: string;
  /** Path of the clip that the video is. */
  readonly clip: string;
  /** An index of its own with one video in it, to be changed or deleted. */
  spare(): Promise<{ readonly indexId: string; readonly videoId: string }>;
  /** A name that no index has yet. */
  indexName(wish: string): string;
  close(): Promise<void>;
}

const CreatedIndex = z.object({ _id: z.string() });
const ShownIndex = z.object({ reelbase: z.object({ folder: z.string() }) });

/** Index, engines and addons of the tour. */
const INDEX = {
  engines: [
    { engine_name: "marengo2.6", engine_options: ["visual", "conversation", "text_in_video", "logo"] },
    { engine_name: "pegasus1", engine_options: ["visual", "conversation"] },
  ],
  addons: ["thumbnail"],
};

/** Boots a host in a scratch folder and waits until it has taken in the samples. @throws CompatError */
export async function sampleLibrary(): Promise<Library> {
  const dir = await mkdtemp(join(tmpdir(), "reelbase-compat-"));
  const remove = () => rm(dir, { recursive: true, force: true });
  const host = await boot(dir).catch(async (error) => {
    await remove();
    throw error;
  });
  const close = async () => {
    await host.stop();
    await remove();
  };
  try {
    return { ...(await fill(host, dir)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function boot(dir: string): Promise<Host> {
  await bundleHandlers();
  const assembly = join(dir, "cdk.out");
  synthesize(assembly);
  return startHost({ assembly, dataDir: dir, port: 0, warmFunctions: true, onWarning: () => {} });
}

async function fill(host: Host, dir: string): Promise<Omit<Library, "close">> {
  const clients = clientsOf(host);
  const api = apiAt(host.endpoint, await developerKey(clients.table, clients.outputs.tableName, dir));
  let names = 0;
  const indexName = (wish: string) => `${wish.slice(0, 200)} (${++names})`;
  const indexId = await createIndex(api, indexName("Samples"));
  const clips = sampleClips(SAMPLES);
  const videos = await Promise.all(clips.map((clip) => put(clients, api, indexId, clip)));
  for (const video of videos) await addTexts(clients, video);
  const [clip, video] = [clips[0], videos[0]];
  if (clip === undefined || video === undefined) throw new CompatError("There are no samples.");
  const spare = async () => {
    const spareIndex = await createIndex(api, indexName("Spare"));
    return { indexId: spareIndex, videoId: (await put(clients, api, spareIndex, clip)).videoId };
  };
  return { api, indexId, videoId: video.videoId, clip, spare, indexName };
}

async function createIndex(api: Api, name: string): Promise<string> {
  const answer = await api({ method: "POST", path: "/indexes", body: { ...INDEX, index_name: name } });
  const created = CreatedIndex.safeParse(answer.body);
  if (!created.success) throw new CompatError(`POST /indexes answered ${answer.status} without an id.`);
  return created.data._id;
}

/** Uploads a clip to an index, as people do, and waits for its results. */
async function put(clients: Clients, api: Api, indexId: string, path: string) {
  const shown = ShownIndex.safeParse((await api({ method: "GET", path: `/indexes/${indexId}` })).body);
  if (!shown.success) throw new CompatError("GET /indexes/{id} does not tell the folder of the index.");
  const { s3, table, outputs } = clients;
  const signal = new AbortController().signal;
  const file = { path, name: basename(path), sizeBytes: (await stat(path)).size };
  const uploaded = await uploadFile(s3, outputs.videosBucket, shown.data.reelbase.folder, file, signal);
  const follow = { table, tableName: outputs.tableName, filesInAll: 1, onProgress: () => {}, signal };
  const followed = await followFile(follow, uploaded);
  if (followed?.video.status !== "READY")
    throw new CompatError(`The sample ${file.name} did not become READY: ${followed?.video.reason?.message}`);
  return followed.video;
}
