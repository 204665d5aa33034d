import type { HonoRequest } from "hono";
import type * as z from "zod";
import { ApiError } from "../../contracts/api/error.ts";
import { formValues } from "./form-values.ts";
import { parseParameters } from "./parameters.ts";

/** Most bytes of a JSON body: prompts and filters are small, and images go in base64 up to 4 MB. */
const MAX_BODY_BYTES = 6_000_000;
/** Levels of brackets: the deepest request is a JSON Schema inside `response_format`. */
const MAX_DEPTH = 64;

/**
 * The JSON body of a request, parsed by a strict schema.
 * @throws ApiError `content_type_not_supported`, `body_too_large`, `body_invalid`, `parameter_…`
 */
export async function jsonBody<T extends z.ZodType>(request: HonoRequest, schema: T): Promise<z.infer<T>> {
  if (mediaType(request) !== "application/json") throw wrongType("application/json");
  return parseParameters(schema, parsed(await bodyText(request)));
}

/**
 * The body of a request that the platform's clients send as a form or as JSON.
 * @throws ApiError as `jsonBody`
 */
export async function formOrJsonBody<T extends z.ZodType>(
  request: HonoRequest,
  schema: T,
): Promise<z.infer<T>> {
  const type = mediaType(request);
  if (type === "application/json") return jsonBody(request, schema);
  if (type !== "multipart/form-data" && type !== "application/x-www-form-urlencoded")
    throw wrongType("application/json or multipart/form-data");
  return parseParameters(schema, await formFields(request));
}

async function formFields(request: HonoRequest): Promise<Record<string, unknown>> {
  checkLength(request);
  const form = await request.formData().catch((cause: unknown) => {
    throw new ApiError("body_invalid", "The body is not a form that can be read.", { cause });
  });
  return formValues(form);
}

const mediaType = (request: HonoRequest) =>
  (request.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();

const wrongType = (expected: string) =>
  new ApiError("content_type_not_supported", `Send the body as ${expected}, and say so in Content-Type.`);

function checkLength(request: HonoRequest): void {
  if (Number(request.header("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
}

const tooLarge = () =>
  new ApiError("body_too_large", `The body has more than ${MAX_BODY_BYTES} bytes, the most that is taken.`);

async function bodyText(request: HonoRequest): Promise<string> {
  checkLength(request);
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MAX_BODY_BYTES) throw tooLarge();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ApiError("body_invalid", "The body is not UTF-8 text.", { cause });
  }
}

function parsed(text: string): unknown {
  if (isDeeperThan(MAX_DEPTH, text)) {
    throw new ApiError("body_invalid", `The body is nested more than ${MAX_DEPTH} levels deep.`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError("body_invalid", "The body is not valid JSON.", { cause });
  }
}

/** Counted before parsing, so that no recursion over the value can be driven deep. Brackets in texts do not count. */
function isDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isText) {
      if (character === "\\") at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === "[" || character === "{") {
      if (++depth > limit) return true;
    } else if (character === "]" || character === "}") depth--;
  }
  return false;
}
