import * as fc from "fast-check";
import { type ChecksumAlgorithm, startChecksum } from "../../../local/s3/checksum.ts";

/** Check values of the CRC catalogue and of FIPS 180, for the text `123456789`. */
const known: readonly [ChecksumAlgorithm, string][] = [
  ["crc32", "cbf43926"],
  ["crc32c", "e3069283"],
  ["crc64nvme", "ae8b14860a799888"],
  ["sha1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441"],
  ["sha256", "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"],
];

function digest(algorithm: ChecksumAlgorithm, pieces: readonly Uint8Array[]): string {
  const running = startChecksum(algorithm);
  for (const piece of pieces) running.update(piece);
  return running.digest().toString("hex");
}

test.each(known)("computes %s", (algorithm, expected) => {
  expect(digest(algorithm, [Buffer.from("123456789")])).toBe(expected);
});

test.each(known)("computes %s of pieces as of the whole", async (algorithm) => {
  await fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (pieces) => {
      expect(digest(algorithm, pieces)).toBe(digest(algorithm, [Buffer.concat(pieces)]));
    }),
  );
});
