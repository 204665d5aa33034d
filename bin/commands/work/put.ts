import { EXIT, usageError } from "../../cli/failure.ts";
import { fetchAddress } from "../../cli/fetch-address.ts";
import { indexFor } from "../../cli/index-for.ts";
import { metadataOf } from "../../cli/options/metadata.ts";
import { putResults } from "../../cli/put-results.ts";
import type { Session } from "../../cli/session.ts";
import { openUploads } from "../../cli/upload/open-uploads.ts";
import { findFiles } from "../../local/find-files.ts";

interface PutOptions {
  readonly index: string;
  readonly meta?: readonly string[];
  readonly wait?: boolean;
  readonly parts: number;
}

const ADDRESS = /^https?:\/\//i;

export async function put(session: Session, given: string[], options: PutOptions): Promise<number> {
  const { api, connection, output, io } = session;
  if (given.includes("")) throw usageError("A file or folder needs a name, not an empty text.");
  const metadata = metadataOf(options.meta ?? []);
  const addresses = given.filter((each) => ADDRESS.test(each));
  const paths = given.filter((each) => !ADDRESS.test(each));
  // All that is given is looked at before anything is sent.
  const files = await findFiles(paths);
  const index = await indexFor(await api(), options.index);
  const uploads = await openUploads(await connection(), await api(), io, output, {
    index,
    metadata,
    parts: options.parts,
  });
  const put = await uploads(files);
  for (const address of addresses) put.push(await fetchAddress(await api(), index, address, metadata));
  const isWaiting = options.wait ?? io.isTerminal.err;
  return isWaiting ? putResults(session, put) : sent(session, put);
}

async function sent({ output }: Session, put: readonly { name: string; id: string }[]): Promise<number> {
  if (output.json) {
    await output.list(
      put.map(({ name, id }) => ({ file: name, video_id: id })),
      [],
    );
  } else if (put.length > 0) {
    output.notice("They are being processed; reelbase runs tells how far they are.");
  }
  return EXIT.fine;
}
