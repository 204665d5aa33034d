import { numbersFrom, unitVector, vectorNear } from "../classify/vectors.ts";

/** What the videos of the library are about: each has a direction of its own in the space of the model. */
const TOPICS = 64;
/** Texts that are searched for; each is asked once, so that nothing that is kept of an answer helps. */
const TEXTS = 120;

export function topicVectors(dimension: number): Float32Array[] {
  const next = numbersFrom(2);
  return Array.from({ length: TOPICS }, () => unitVector(dimension, next));
}

/** The texts as a model would embed them: each is near one of the topics, as a text is to a video that shows it. */
export function textVectors(dimension: number): ReadonlyMap<string, Float32Array> {
  const next = numbersFrom(3);
  const topics = topicVectors(dimension);
  return new Map(
    Array.from({ length: TEXTS }, (_, at) => {
      const topic = topics[at % TOPICS] ?? unitVector(dimension, next);
      return [textAt(at), vectorNear(topic, 0.7, next)];
    }),
  );
}

export const textAt = (at: number) => `what people look for, number ${at % TEXTS}`;
