import type { ImageMeasurement, Measurement } from "./measurement.ts";

/** What a decoder process is asked; one task at a time. */
export interface Task {
  readonly kind: "media" | "image";
  /** Absolute path. */
  readonly path: string;
}

/** What it says: `ready` or `unavailable` once, then one answer per task. */
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "unavailable"; readonly message: string }
  | { readonly kind: "measured"; readonly result: Measurement | ImageMeasurement }
  | { readonly kind: "unprocessable"; readonly message: string }
  /** Said for a process that cannot say it any more. */
  | { readonly kind: "crashed"; readonly message: string }
  | { readonly kind: "failed"; readonly message: string };
