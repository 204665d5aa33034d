/** First pause, seconds. */
const FIRST_SEC = 2;
/** Longest pause: with 8 doublings 2 s become 512 s, so a lane looks again at least every 5 minutes. */
const LONGEST_SEC = 300;

/**
 * How long work that could not be done is put aside: doubled with each try, and drawn anew each time ("full jitter"),
 * so that a burst that was throttled together does not come back together.
 *
 * @param tries how often the work was received, from 1
 * @param random from 0 to below 1
 * @returns seconds, from 1 to 300
 */
export function backoffSec(tries: number, random: number): number {
  const ceiling = Math.min(FIRST_SEC * 2 ** (tries - 1), LONGEST_SEC);
  return Math.max(1, Math.ceil(ceiling * random));
}
