/**
 * Cyclic redundancy checks that Node does not bring along, table-driven, for data that arrives in pieces.
 * Both are "reflected": the lowest bit comes first.
 */

/** CRC-32C (Castagnoli), RFC 3720 appendix B.4. */
const CRC32C_POLYNOMIAL = 0x82f63b78;
/** CRC-64/NVME, NVM Express command set specification; in two halves because bit operations have 32 bits. */
const CRC64_HIGH = 0x9a6c9329;
const CRC64_LOW = 0xac4bc9b5;

const crc32cTable = new Uint32Array(256);
const crc64HighTable = new Uint32Array(256);
const crc64LowTable = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit++) {
    crc = crc & 1 ? (crc >>> 1) ^ CRC32C_POLYNOMIAL : crc >>> 1;
    const carry = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (carry) {
      high ^= CRC64_HIGH;
      low ^= CRC64_LOW;
    }
  }
  crc32cTable[byte] = crc;
  crc64HighTable[byte] = high;
  crc64LowTable[byte] = low;
}

/** CRC-32C of what came before (`crc`, 0 at the start) followed by `bytes`. */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  let state = ~crc;
  for (let at = 0; at < bytes.length; at++) {
    state = (state >>> 8) ^ at32(crc32cTable, state ^ at8(bytes, at));
  }
  return ~state >>> 0;
}

/** A running CRC-64/NVME. */
export interface Crc64 {
  readonly high: number;
  readonly low: number;
}

export const EMPTY_CRC64: Crc64 = { high: 0, low: 0 };

/** CRC-64/NVME of what came before followed by `bytes`. */
export function crc64nvme(bytes: Uint8Array, before: Crc64 = EMPTY_CRC64): Crc64 {
  let high = ~before.high;
  let low = ~before.low;
  for (let at = 0; at < bytes.length; at++) {
    const index = low ^ at8(bytes, at);
    low = ((low >>> 8) | (high << 24)) ^ at32(crc64LowTable, index);
    high = (high >>> 8) ^ at32(crc64HighTable, index);
  }
  return { high: ~high >>> 0, low: ~low >>> 0 };
}

function at8(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

function at32(table: Uint32Array, index: number): number {
  return table[index & 0xff] as number;
}
