import type { Change, Store } from "../store.ts";
import type { Checksum, ChecksumAlgorithm, ChecksumType } from "./checksum.ts";
import type { ContentAttributes } from "./content-attributes.ts";
import { noSuchUpload } from "./errors.ts";
import { rangeOf, type Sorted, sorted } from "./object-index.ts";
import { escapeKey, KEY_END } from "./sort-text.ts";

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  /** Begins with a sequencer, so that the uploads of a key sort by their start. */
  readonly uploadId: string;
  readonly initiatedMs: number;
  readonly attributes: ContentAttributes;
  /** Checksum that the client announced for all parts. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType };
}

/** One piece of a multipart upload. */
export interface UploadPart {
  /** 1 to 10 000. */
  readonly partNumber: number;
  readonly size: number;
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly file: string;
  readonly checksum?: Checksum;
}

export interface UploadIndex {
  /** @throws S3Error `NoSuchUpload` */
  require(bucket: string, key: string, uploadId: string): Promise<Upload>;
  put(upload: Upload): Promise<void>;
  /** Uploads whose escaped key begins with `prefix`, sorted by key and start. */
  from(bucket: string, prefix: string, from: string): AsyncIterable<Sorted<Upload>>;
  part(uploadId: string, partNumber: number): Promise<UploadPart | undefined>;
  putPart(uploadId: string, part: UploadPart): Promise<void>;
  /** In the order of their numbers. */
  parts(uploadId: string): AsyncIterable<UploadPart>;
  /** Changes that make the upload and these parts of it vanish. */
  remove(upload: Upload, parts: readonly UploadPart[]): Change[];
  /** Names of all body files in use. */
  files(): AsyncIterable<string>;
}

export function uploadIndexIn(store: Store): UploadIndex {
  const uploads = store.records<Upload>("s3-uploads");
  const parts = store.records<UploadPart>("s3-upload-parts");
  return {
    async require(bucket, key, uploadId) {
      const upload = await uploads.get(uploadText(bucket, key, uploadId));
      if (upload === undefined) throw noSuchUpload(uploadId);
      return upload;
    },
    put: (upload) => uploads.put(uploadText(upload.bucket, upload.key, upload.uploadId), upload),
    from: (bucket, prefix, from) => sorted(uploads, bucket, prefix, from),
    part: (uploadId, partNumber) => parts.get(partText(uploadId, partNumber)),
    putPart: (uploadId, part) => parts.put(partText(uploadId, part.partNumber), part),
    async *parts(uploadId) {
      const prefix = `${uploadId}/`;
      for await (const [, part] of parts.entries(rangeOf(prefix, prefix))) yield part;
    },
    remove: (upload, ofUpload) => [
      uploads.change(uploadText(upload.bucket, upload.key, upload.uploadId), undefined),
      ...ofUpload.map(({ partNumber }) => parts.change(partText(upload.uploadId, partNumber), undefined)),
    ],
    async *files() {
      for await (const [, part] of parts.entries()) yield part.file;
    },
  };
}

const uploadText = (bucket: string, key: string, uploadId: string) =>
  `${bucket}/${escapeKey(key)}${KEY_END}${uploadId}`;

/** Five digits keep the order of 10 000 part numbers. */
const partText = (uploadId: string, partNumber: number) =>
  `${uploadId}/${String(partNumber).padStart(5, "0")}`;
