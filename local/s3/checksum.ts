import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crc32c, crc64nvme, EMPTY_CRC64 } from "./crc.ts";

/** Named as in `x-amz-checksum-<algorithm>`. */
export const checksumAlgorithms = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** `COMPOSITE`: the checksum of the checksums of the upload parts, followed by `-<number of parts>`. */
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. */
  readonly value: string;
  readonly type: ChecksumType;
}

/** A checksum in the making. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

/** Bytes of a checksum, by which a malformed header is told from a wrong one. */
export const checksumBytes: Readonly<Record<ChecksumAlgorithm, number>> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
};

export function startChecksum(algorithm: ChecksumAlgorithm | "md5"): RunningChecksum {
  switch (algorithm) {
    case "crc32":
      return running32((bytes, before) => crc32(bytes, before));
    case "crc32c":
      return running32(crc32c);
    case "crc64nvme":
      return running64();
    default:
      return createHash(algorithm);
  }
}

/** @returns undefined for a name that S3 does not have or this stand-in does not compute */
export function parseAlgorithm(name: string): ChecksumAlgorithm | undefined {
  return checksumAlgorithms.find((algorithm) => algorithm.toUpperCase() === name.toUpperCase());
}

/** Element of answers and requests, such as `ChecksumCRC32`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm.toUpperCase()}`;
}

export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return {
    [`x-amz-checksum-${checksum.algorithm}`]: checksum.value,
    "x-amz-checksum-type": checksum.type,
  };
}

function running32(add: (bytes: Uint8Array, before: number) => number): RunningChecksum {
  let state = 0;
  return {
    update(bytes) {
      state = add(bytes, state);
    },
    digest() {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(state);
      return out;
    },
  };
}

function running64(): RunningChecksum {
  let state = EMPTY_CRC64;
  return {
    update(bytes) {
      state = crc64nvme(bytes, state);
    },
    digest() {
      const out = Buffer.alloc(8);
      out.writeUInt32BE(state.high, 0);
      out.writeUInt32BE(state.low, 4);
      return out;
    },
  };
}
