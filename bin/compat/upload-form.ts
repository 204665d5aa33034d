import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { isObject } from "./answers.ts";
import type { Json } from "./recording.ts";

/** The body of an upload, whose file no recording holds: a form with a sample. One that names an address stays as it is. */
export async function uploadForm(body: Json, clip: string): Promise<Json | FormData> {
  if (!isObject(body) || "video_url" in body || "url" in body || "filename" in body) return body;
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    if (name !== "video_file") form.append(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  form.append("video_file", await openAsBlob(clip), basename(clip));
  return form;
}
