import { Stack } from "aws-cdk-lib";
import { type AnalysisModel, type EmbeddingModel, invokeRoute } from "../lambda/models.ts";
import type { ReelbaseFunction } from "./function.ts";

export type InvokeAction = "InvokeModel" | "InvokeModelWithResponseStream";

/**
 * Lets a function call a model by its route: the inference profile and, only through that profile, the foundation
 * model in every region that may serve the call; or the bare model where the route has no profile.
 *
 * @param kinds answers as a whole, and answers that come word by word
 */
export function grantInvoke(
  fn: ReelbaseFunction,
  model: AnalysisModel | EmbeddingModel,
  region: string,
  kinds: readonly InvokeAction[] = ["InvokeModel"],
): void {
  const route = invokeRoute(model, region);
  if (!route) throw new Error(`${model.name} cannot be called from ${region}`);
  const actions = kinds.map((kind) => `bedrock:${kind}`);
  const { profileId, destinations } = route;
  const regional = destinations.filter((destination) => destination !== "");
  const modelArns = regional.map((destination) => modelArn(fn, model.modelId, destination));
  if (profileId === null) {
    fn.allow(actions, modelArns);
    return;
  }

  const profileArn = Stack.of(fn).formatArn({
    service: "bedrock",
    resource: "inference-profile",
    resourceName: profileId,
  });
  const throughProfile = { "bedrock:InferenceProfileArn": profileArn };
  fn.allow(actions, [profileArn]);
  fn.allow(actions, modelArns, { StringEquals: throughProfile });
  if (regional.length === destinations.length) return;
  // A global profile serves from any region: AWS then authorises an ARN without one, in a region "unspecified".
  fn.allow(actions, [modelArn(fn, model.modelId, "")], {
    StringEquals: { ...throughProfile, "aws:RequestedRegion": "unspecified" },
  });
}

/** Lets a function start async invocations, which take the bare model of the own region only. */
export function grantStartInvocations(fn: ReelbaseFunction, model: EmbeddingModel, region: string): void {
  // StartAsyncInvoke has no action of its own.
  fn.allow(["bedrock:InvokeModel"], [modelArn(fn, model.modelId, region), invocationArns(fn)]);
}

/** Lets a function ask for the status of async invocations. Their ids are Bedrock's, so there is nothing to narrow. */
export function grantSeeInvocations(fn: ReelbaseFunction): void {
  fn.allow(["bedrock:GetAsyncInvoke"], [invocationArns(fn)]);
}

const invocationArns = (fn: ReelbaseFunction) =>
  Stack.of(fn).formatArn({ service: "bedrock", resource: "async-invoke", resourceName: "*" });

const modelArn = (fn: ReelbaseFunction, modelId: string, region: string) =>
  Stack.of(fn).formatArn({
    service: "bedrock",
    region,
    account: "",
    resource: "foundation-model",
    resourceName: modelId,
  });
