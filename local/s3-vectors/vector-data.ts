import { norm } from "./distance.ts";
import { isObject } from "./fields.ts";
import type { IndexRecord } from "./repository.ts";

/**
 * A vector of a request, rounded to float32 as it is stored, or what is wrong with it.
 * @param value `{ float32: numbers }`
 */
export function parseVector(value: unknown, index: IndexRecord): Float32Array | { fault: string } {
  const numbers = isObject(value) ? value["float32"] : undefined;
  if (!Array.isArray(numbers) || Object.keys(value as object).length > 1) {
    return { fault: "vector must have float32 data" };
  }
  if (numbers.length !== index.dimension) {
    return { fault: `vector must have length ${index.dimension}, but has length ${numbers.length}` };
  }
  const vector = new Float32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    // A number too large for Float32 becomes infinite as it is stored.
    vector[i] = typeof numbers[i] === "number" ? numbers[i] : Number.NaN;
    if (!Number.isFinite(vector[i])) return { fault: "vector must contain only finite float32 values" };
  }
  if (index.distanceMetric === "cosine" && norm(vector) === 0) {
    return { fault: "cosine distance does not support vectors with zero norm" };
  }
  return vector;
}
