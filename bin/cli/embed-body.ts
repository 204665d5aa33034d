import { imageOf } from "./options/image.ts";

/** The body of POST /embed-v2 for a text, an image or both. */
export async function embedBody(text: string, given: string | undefined) {
  if (given === undefined) return { input_type: "text", text: { input_text: text } };
  const image = await imageOf(given);
  const media_source = "url" in image ? { url: image.url } : { base64_string: image.base64 };
  if (text === "") return { input_type: "image", image: { media_source } };
  return { input_type: "text_image", text_image: { media_source, input_text: text } };
}
