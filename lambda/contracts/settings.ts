import * as z from "zod";

/**
 * What the constructs tell the handlers about models and options: one JSON text in the environment variable
 * `SETTINGS`, written by lib/ from the Config and parsed here, so that neither side can drift.
 */
export const Settings = z.strictObject({
  /** Key of the registry entry that analyzes, such as `pegasus-1.2`. */
  pegasus: z.string(),
  /** Key of the registry entry that embeds, such as `marengo-3.0`. */
  marengo: z.string(),
  embeddingOptions: z.array(z.string()).min(1),
  embeddingScopes: z.array(z.string()),
  /** 0 to 1. */
  temperature: z.number().min(0).max(1),
  /** Longest answer that is asked for, tokens. */
  maxOutputTokens: z.int().positive(),
  /** Added to the prompt; empty when there is none. */
  extraPrompt: z.string(),
  /** Pegasus calls that one run may pay for, retries included. */
  invokeBudget: z.int().positive(),
});
export type Settings = z.infer<typeof Settings>;
