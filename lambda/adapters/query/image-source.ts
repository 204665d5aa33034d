import type { Caller } from "../../contracts/api/caller.ts";
import { ApiError } from "../../contracts/api/error.ts";
import { inlineMedia, s3Media } from "../../contracts/media-source.ts";
import { folderOf, indexIdOf, VIDEOS_PREFIX } from "../../keys.ts";
import type { EmbeddingModel } from "../../models.ts";
import type { ImageSource } from "../../query/ports.ts";

export interface ImageSourceParts {
  readonly model: EmbeddingModel;
  /** Fetches a public https address under the rules against requests to private addresses. @throws ApiError */
  readonly fetchImage: (url: string, maxBytes: number) => Promise<Uint8Array>;
  /** The only buckets that `s3://` may name. */
  readonly buckets: readonly string[];
  readonly accountId: string;
}

/** First bytes of the formats that the model takes. */
const SIGNATURES: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff], // JPEG
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], // PNG
];
const DATA_URL = /^data:image\/[\w.+-]+;base64,/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const S3_URI = /^s3:\/\/([^/]+)\/(.+)$/s;

/** Images of queries: inline, or where they lie in this deployment's buckets. */
export function imageSource({ model, fetchImage, buckets, accountId }: ImageSourceParts): ImageSource {
  const checkSize = (bytes: number) => {
    if (bytes <= model.maxImageBytes) return;
    throw invalid(`it has more than ${model.maxImageBytes} bytes, the most that the model takes`);
  };
  const inline = (bytes: Uint8Array) => {
    checkSize(bytes.byteLength);
    if (!SIGNATURES.some((signature) => signature.every((byte, at) => bytes[at] === byte)))
      throw invalid("it is no JPEG and no PNG");
    return inlineMedia(Buffer.from(bytes).toString("base64"));
  };
  return {
    async media(image, caller) {
      if ("file" in image) {
        checkSize(image.file.size);
        return inline(new Uint8Array(await image.file.arrayBuffer()));
      }
      if ("base64" in image) return inline(decoded(image.base64));
      const { url } = image;
      if (url.startsWith("data:")) return inline(decoded(url));
      if (!url.startsWith("s3:")) return inline(await fetchImage(url, model.maxImageBytes));
      const [, bucket = "", key = ""] = S3_URI.exec(url) ?? [];
      if (!buckets.includes(bucket))
        throw new ApiError(
          "url_not_allowed",
          "An s3:// address must name an object in the bucket of this deployment's videos.",
        );
      if (!mayRead(caller, key))
        throw new ApiError(
          "index_not_allowed",
          "This API key may not use the index that the s3:// address lies in.",
        );
      return s3Media(url, accountId);
    },
  };
}

/** The folder of an object says its index. A key for some indexes has no business outside their folders. */
function mayRead({ indexIds }: Caller, key: string): boolean {
  return (
    indexIds === undefined || (key.startsWith(VIDEOS_PREFIX) && indexIds.includes(indexIdOf(folderOf(key))))
  );
}

function decoded(text: string): Uint8Array {
  const base64 = text.replace(DATA_URL, "");
  if (!BASE64.test(base64)) throw invalid("it is no base64 text of an image");
  return Buffer.from(base64, "base64");
}

const invalid = (why: string) =>
  new ApiError("parameter_invalid", `The image to search for is invalid: ${why}.`);
