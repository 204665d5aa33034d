import { UploadLink } from "../answers.ts";
import type { Api } from "../api.ts";
import type { CliIo } from "../io.ts";
import { putToLink } from "./put-link.ts";
import type { UploadSettings, UploadWay } from "./upload-way.ts";

/** For those who have an API key and no AWS: the API hands out a link for each file, to be used once. */
export function linkUploads(api: Api, io: CliIo, { index, metadata }: UploadSettings): UploadWay {
  return async (given, file, progress) => {
    const body = {
      index_id: index.indexId,
      filename: given.name.slice(given.name.lastIndexOf("/") + 1),
      ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    };
    const { _id, upload } = await api.json(UploadLink, { method: "POST", path: "/tasks", body });
    await putToLink(upload, file, io.signal, progress.onSent);
    progress.uploaded();
    return { name: given.name, id: _id };
  };
}
