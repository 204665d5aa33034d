import type { VideoSample } from "mediabunny";
import { PICTURE } from "./picture.ts";

/** `format` is in the library's code and in WebCodecs, but not in the type it borrows. */
const RGBA: VideoFrameCopyToOptions & { readonly format: string } = { format: "RGBA" };

/** The frame as RGBA bytes in the size `PICTURE`. */
export async function shrink(frame: VideoSample): Promise<Uint8Array> {
  const small = await frame.transform({ ...PICTURE, fit: "fill" });
  try {
    const rgba = new Uint8Array(PICTURE.width * PICTURE.height * 4);
    await small.copyTo(rgba, RGBA);
    return rgba;
  } finally {
    small.close();
  }
}
