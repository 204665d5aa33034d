import type { SearchOption } from "../../lambda/models/model.ts";

/**
 * What people would look for in the labelled clips of `samples/`, and the moment that answers best: the clip and the
 * second in which the moment begins. Null where nothing in the clips is an answer.
 */
export interface GoldenQuery {
  readonly query: string;
  readonly option: SearchOption;
  readonly best: readonly [file: string, startSec: number] | null;
}

const visual = (query: string, best: GoldenQuery["best"]): GoldenQuery => ({ query, option: "visual", best });
const audio = (query: string, best: GoldenQuery["best"]): GoldenQuery => ({ query, option: "audio", best });

export const GOLDEN: readonly GoldenQuery[] = [
  visual("blue", ["three-colours.mp4", 6]),
  visual("a blue scene", ["three-colours.mp4", 6]),
  visual("red", ["three-colours.mp4", 0]),
  visual("green background", ["three-colours.mp4", 12]),
  visual("yellow", ["moving-square.webm", 7]),
  visual("dark blue", ["moving-square.webm", 0]),
  visual("something that is moving", ["moving-square.webm", 0]),
  visual("a black screen", ["no-audio-track.mp4", 0]),
  visual("white", ["no-audio-track.mp4", 5]),
  visual("orange", ["no-audio-track.mp4", 10]),
  visual("purple", ["silent-portrait.mp4", 0]),
  visual("pink", null),
  visual("zebra", null),
  visual("a dog on a skateboard", null),
  visual("silence", null),
  audio("noise", ["three-colours.mp4", 12]),
  audio("speech", null),
  audio("blue", null),
];
