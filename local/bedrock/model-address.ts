import type { Clock } from "../clock.ts";
import type { Caller, Place } from "../service.ts";
import { endOfLife, validation } from "./errors.ts";
import { foundationModelArn, inferenceProfileArn, MODELS, type Model } from "./models.ts";

/** How a call names its model: by its bare id, or through a cross-region profile. */
export interface ModelAddress {
  readonly model: Model;
  /** As the caller wrote it. */
  readonly modelId: string;
  readonly profile?: {
    readonly prefix: string;
    readonly arn: string;
    readonly destinations: readonly string[];
  };
}

/**
 * Finds the model that InvokeModel names.
 * @param modelId bare id, profile id, or the ARN of either
 * @throws ServiceError ValidationException for an id that does not work here, ResourceNotFoundException after the
 *   end of the model's life
 */
export function addressForInvoke(modelId: string, place: Place, clock: Clock): ModelAddress {
  const id = idOf(modelId, place);
  const model = MODELS.find((candidate) => candidate.id === id);
  if (model !== undefined) {
    assertAlive(model, clock);
    if (model.bareRegions.includes(place.region)) return { model, modelId };
    throw validation(
      `Invocation of model ID ${model.id} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    );
  }
  return throughProfile(id, modelId, place, clock);
}

/**
 * Finds the model that StartAsyncInvoke names: its bare id, nothing else.
 * @throws ServiceError as `addressForInvoke`
 */
export function addressForAsync(modelId: string, place: Place, clock: Clock): ModelAddress {
  const id =
    modelId.startsWith("arn:") && !modelId.includes(":foundation-model/") ? "" : idOf(modelId, place);
  const model = MODELS.find((candidate) => candidate.id === id);
  if (model === undefined) throw invalidIdentifier();
  assertAlive(model, clock);
  if (!model.asyncRegions.includes(place.region)) {
    throw validation("The model is not supported for async invocation in this region.");
  }
  return { model, modelId };
}

/**
 * Checks the caller's right to invoke: on the model, or on the profile and on the model in every region that the
 * profile may send the call to.
 * @throws AccessDenied
 */
export function authorizeInvoke(address: ModelAddress, action: string, caller: Caller, place: Place): void {
  const { model, profile } = address;
  if (profile === undefined) {
    caller.authorize(action, foundationModelArn(place.region, model));
    return;
  }
  caller.authorize(action, profile.arn);
  const context = { "bedrock:InferenceProfileArn": profile.arn };
  if (profile.prefix === "global") {
    caller.authorize(action, foundationModelArn(place.region, model), context);
    caller.authorize(action, foundationModelArn("", model), {
      ...context,
      "aws:RequestedRegion": "unspecified",
    });
    return;
  }
  for (const region of profile.destinations) {
    caller.authorize(action, foundationModelArn(region, model), {
      ...context,
      "aws:RequestedRegion": region,
    });
  }
}

const ARN =
  /^arn:aws:bedrock:(?<region>[a-z0-9-]*):(?<account>\d*):(?<kind>foundation-model|inference-profile)\/(?<id>.+)$/;

/** The id inside an ARN of this region, or the id itself. */
function idOf(modelId: string, place: Place): string {
  if (!modelId.startsWith("arn:")) return modelId;
  const { region, account, kind, id } = ARN.exec(modelId)?.groups ?? {};
  const ownAccount = kind === "foundation-model" ? "" : place.account;
  if (id === undefined || region !== place.region || account !== ownAccount) throw invalidIdentifier();
  if ((kind === "inference-profile") === MODELS.some((model) => model.id === id)) throw invalidIdentifier();
  return id;
}

function throughProfile(id: string, modelId: string, place: Place, clock: Clock): ModelAddress {
  const dot = id.indexOf(".");
  const prefix = id.slice(0, dot);
  const model = MODELS.find((candidate) => candidate.id === id.slice(dot + 1));
  const destinations = model?.profiles[prefix]?.[place.region];
  if (model === undefined || destinations === undefined) throw invalidIdentifier();
  assertAlive(model, clock);
  return {
    model,
    modelId,
    profile: { prefix, arn: inferenceProfileArn(place, prefix, model), destinations },
  };
}

function assertAlive(model: Model, clock: Clock): void {
  if (model.endOfLife !== undefined && clock.now() >= Date.parse(model.endOfLife)) throw endOfLife();
}

const invalidIdentifier = () => validation("The provided model identifier is invalid.");
