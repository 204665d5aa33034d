import { Hono } from "hono";
import * as z from "zod";
import type { Caller } from "../contracts/api/caller.ts";
import {
  EmbedForm,
  type EmbedMediaSource,
  EmbedV2,
  embedResponse,
  embedV2Response,
} from "../contracts/api/embed.ts";
import { ApiError } from "../contracts/api/error.ts";
import { vectorNumbers } from "../domain/embedding.ts";
import { engineName } from "../domain/engines.ts";
import { meanVector } from "../domain/search/mean-vector.ts";
import type { EmbeddingModel } from "../models.ts";
import { modelFailure } from "./generate/model-failure.ts";
import { retryAfter } from "./generate/retry-after.ts";
import { type Api, type ApiEnv, needs } from "./http/api.ts";
import { formOrJsonBody } from "./http/body.ts";
import { parseParameters } from "./http/parameters.ts";
import type { ImageReference, ImageSource, QueryEmbedder } from "./ports.ts";

export interface EmbedPorts {
  readonly embedder: QueryEmbedder;
  readonly images: ImageSource;
  readonly model: EmbeddingModel;
}

/** POST /embed and /embed-v2: the vector of a text or an image, at once. Sound and video take a task. */
export function embedRoutes(ports: EmbedPorts): Api {
  return new Hono<ApiEnv>({ strict: false })
    .post("/embed", retryAfter, needs("read"), async (context) => {
      const body = await formOrJsonBody(context.req, z.looseObject({}));
      return context.json(
        "input_type" in body
          ? await embedV2(ports, context.var.caller, parseParameters(EmbedV2, body))
          : await embedForm(ports, context.var.caller, parseParameters(EmbedForm, body)),
      );
    })
    .post("/embed-v2", retryAfter, needs("read"), async (context) =>
      context.json(await embedV2(ports, context.var.caller, await formOrJsonBody(context.req, EmbedV2))),
    );
}

async function embedForm(
  ports: EmbedPorts,
  caller: Caller,
  { text, image_url, image_file, ...others }: EmbedForm,
) {
  if (others.audio_url !== undefined || others.audio_file !== undefined)
    throw forTasks("audio", "/embed/tasks");
  if (image_url !== undefined && image_file !== undefined)
    throw new ApiError("parameter_invalid", "Give one of the image_url and image_file parameters, not both.");
  const image = image_url === undefined ? image_file && { file: image_file } : { url: image_url };
  if (text === undefined && image === undefined)
    throw new ApiError(
      "parameter_not_provided",
      "One of the text, image_url and image_file parameters is required.",
    );
  // One after the other: a text that is refused must not leave a paid image behind.
  const textVector = text === undefined ? undefined : await ofText(ports, text);
  const imageVector = image && (await ofImage(ports, caller, image));
  return embedResponse(
    engineName(ports.model),
    textVector && vectorNumbers(textVector),
    imageVector && vectorNumbers(imageVector),
  );
}

async function embedV2(ports: EmbedPorts, caller: Caller, body: EmbedV2) {
  switch (body.input_type) {
    case "text":
      return embedV2Response(vectorNumbers(await ofText(ports, body.text.input_text)));
    case "image":
      return embedV2Response(vectorNumbers(await ofImage(ports, caller, imageOf(body.image.media_source))));
    case "text_image": {
      // The mean of the two directions, as a search for both takes it.
      const text = await ofText(ports, body.text_image.input_text);
      const image = await ofImage(ports, caller, imageOf(body.text_image.media_source));
      return embedV2Response(vectorNumbers(meanVector([text, image])));
    }
    default:
      throw forTasks(body.input_type, "/embed-v2/tasks");
  }
}

const forTasks = (input: string, path: string) =>
  new ApiError(
    "parameter_invalid",
    `The ${input} parameter is invalid here: embedding it takes a task (POST ${path}).`,
  );

function imageOf({ base64_string, url }: EmbedMediaSource): ImageReference {
  if (base64_string !== undefined) return { base64: base64_string };
  if (url !== undefined) return { url };
  throw new ApiError(
    "parameter_invalid",
    "The media_source.asset_id parameter is invalid: there are no assets that are images.",
  );
}

const ofText = ({ embedder }: EmbedPorts, text: string) => mapped(embedder.text(text));

const ofImage = ({ embedder, images }: EmbedPorts, caller: Caller, image: ImageReference) =>
  mapped(images.media(image, caller).then((media) => embedder.image(media)));

async function mapped<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw modelFailure(error);
  }
}
