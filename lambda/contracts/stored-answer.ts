import * as z from "zod";
import { ModelAnswer } from "./analysis.ts";
import { PegasusAnswer } from "./pegasus.ts";

/** A model's answer as it is kept in the work bucket: written once, read by every later run of the same version. */
export const StoredAnswer = z.object({
  modelId: z.string(),
  promptPack: z.string(),
  /** What was asked for. */
  fields: z.array(ModelAnswer.keyof()).min(1),
  answer: PegasusAnswer,
});
export type StoredAnswer = z.infer<typeof StoredAnswer>;

/** The invocation that was started for an embedding request, kept beside its outputs: written once per generation. */
export const StoredInvocation = z.object({ invocationArn: z.string().min(1) });
export type StoredInvocation = z.infer<typeof StoredInvocation>;
