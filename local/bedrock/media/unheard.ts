/**
 * Why nothing is known of a file's sound: it has no sound track (null), or one in which nothing can be decoded. Of the
 * latter nobody may say that it is silent, nor that it sounds.
 */
export type Unheard = "undecodable" | null;

/** Narrows a sound, or what is heard in a stretch of it, to the states without either. */
export function isUnheard(sound: object | Unheard): sound is Unheard {
  return sound === null || sound === "undecodable";
}

/** What the file has in place of a sound, to follow "the file has". */
export function insteadOfSound(sound: Unheard): string {
  return sound === null ? "no audio track" : "an audio track that the stand-in cannot decode";
}
