import type { Place } from "../../service.ts";
import type { Model } from "../models.ts";
import type { Node } from "../shape.ts";
import type { MarengoRequest } from "./request.ts";
import { request27 } from "./request-2-7.ts";
import { request30 } from "./request-3-0.ts";

/** @throws ServiceError ValidationException */
export function marengoRequest(body: Node, model: Model, place: Place): MarengoRequest {
  return model.key === "marengo-2.7" ? request27(body, model, place) : request30(body, model, place);
}
