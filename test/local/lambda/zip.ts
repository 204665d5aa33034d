import { crc32 } from "node:zlib";

/** A zip archive with one file in it, stored as it is: what the real service takes as code. */
export function zipOf(name: string, text: string): Uint8Array {
  const [file, content] = [Buffer.from(name), Buffer.from(text)];
  // Version 2.0, no flags, method 0 (stored), a time of zero, then checksum, both sizes and the length of the name.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, file, content]);
  const rest = Buffer.alloc(14);
  // Readable by everyone: without it the runtime may not open the file.
  rest.writeUInt32LE(0o100644 * 0x10000, 6);
  const madeBy = Buffer.from([20, 3]);
  const central = Buffer.concat([Buffer.from("PK\x01\x02"), madeBy, common, rest, file]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
