/** What is heard in a segment; `none` when the clip has no audio track. */
export type Sound = "tone" | "noise" | "silence" | "none";

export interface SampleSegment {
  /** Seconds from the start of the clip; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Name of the colour that fills the picture, or its ground when something moves over it. */
  readonly colour: string;
  readonly brightness: "dark" | "medium" | "bright";
  /** True when a square travels over the picture. */
  readonly moving: boolean;
  readonly sound: Sound;
}

/** One clip to make. The truth file says the same about the finished clip. */
export interface SampleClip {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly hasAudio: boolean;
  readonly segments: readonly SampleSegment[];
}

/** Red, green and blue of the colours used here, 0 to 255. */
export const RGB: Readonly<Record<string, readonly [number, number, number]>> = {
  red: [220, 20, 20],
  green: [20, 150, 40],
  blue: [20, 40, 220],
  yellow: [235, 215, 30],
  purple: [110, 30, 150],
  orange: [240, 140, 20],
  navy: [10, 10, 110],
  white: [245, 245, 245],
  black: [0, 0, 0],
};

export const CLIPS: readonly SampleClip[] = [
  {
    file: "three-colours.mp4",
    width: 640,
    height: 360,
    hasAudio: true,
    segments: [
      { start: 0, end: 6, colour: "red", brightness: "medium", moving: false, sound: "tone" },
      { start: 6, end: 12, colour: "blue", brightness: "medium", moving: false, sound: "silence" },
      { start: 12, end: 18, colour: "green", brightness: "medium", moving: false, sound: "noise" },
    ],
  },
  {
    file: "moving-square.webm",
    width: 640,
    height: 360,
    hasAudio: true,
    segments: [
      { start: 0, end: 7, colour: "navy", brightness: "dark", moving: true, sound: "silence" },
      { start: 7, end: 12, colour: "yellow", brightness: "bright", moving: false, sound: "tone" },
    ],
  },
  {
    file: "no-audio-track.mp4",
    width: 480,
    height: 360,
    hasAudio: false,
    segments: [
      { start: 0, end: 5, colour: "black", brightness: "dark", moving: false, sound: "none" },
      { start: 5, end: 10, colour: "white", brightness: "bright", moving: false, sound: "none" },
      { start: 10, end: 15, colour: "orange", brightness: "medium", moving: false, sound: "none" },
    ],
  },
  {
    file: "silent-portrait.mp4",
    width: 360,
    height: 640,
    hasAudio: true,
    segments: [{ start: 0, end: 9, colour: "purple", brightness: "medium", moving: false, sound: "silence" }],
  },
];
