import * as z from "zod";
import { type Collection, notFound } from "../../contracts/api/error.ts";
import type { IndexId, VideoId } from "../../keys.ts";

const HEX_24 = /^[0-9a-f]{24}$/;

const id = <T extends string>() =>
  z.string().regex(HEX_24, { error: "it is not an id: 24 hexadecimal digits" }) as unknown as z.ZodType<T, T>;

/** An id inside a body: what has another form is an invalid parameter. */
export const IndexIdParameter = id<IndexId>();
export const VideoIdParameter = id<VideoId>();

/**
 * An id inside a path: what has another form names nothing.
 * @throws ApiError `resource_not_exists`
 */
export function pathId<T extends string>(collection: Collection, text: string): T {
  if (!HEX_24.test(text)) throw notFound(collection, shown(text));
  return text as T;
}

/** What a caller wrote in a path comes back without what could be taken for markup or control characters. */
const shown = (text: string) => text.replace(/[^\w.-]/g, "?").slice(0, 40);
