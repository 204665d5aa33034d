import { readEncryption } from "../encryption.ts";
import { conflict, invalidField } from "../errors.ts";
import { type FieldReader, readFields } from "../fields.ts";
import { MAX_DIMENSION, MAX_METADATA_KEY_LENGTH, MAX_NON_FILTERABLE_KEYS } from "../limits.ts";
import { BUCKET_FIELDS, indexArn, NAME_RULE, readBucket } from "../names.ts";
import { type IndexRecord, indexKey, newIndexId } from "../repository.ts";
import type { Operation } from "../service.ts";

export const createIndex: Operation = async ({ repository, clock, place, inTurn }, input, caller) => {
  const fields = readFields(input, [
    ...BUCKET_FIELDS,
    "indexName",
    "dataType",
    "dimension",
    "distanceMetric",
    "metadataConfiguration",
    "encryptionConfiguration",
    "tags",
  ]);
  const bucket = readBucket(fields, place);
  const address = { bucket, index: fields.requiredString("indexName", NAME_RULE) };
  caller.authorize("s3vectors:CreateIndex", indexArn(place, address));
  const dimension = fields.integer("dimension", 1, MAX_DIMENSION);
  if (dimension === undefined) throw mustBe("/dimension", "Member must not be null");
  oneOf(fields, "dataType", ["float32"]);
  const distanceMetric = oneOf(fields, "distanceMetric", ["cosine", "euclidean"] as const);
  const record: IndexRecord = {
    ...address,
    id: newIndexId(),
    creationTime: clock.now() / 1000,
    dimension,
    distanceMetric,
    nonFilterableKeys: readNonFilterableKeys(fields),
    encryption: readEncryption(fields),
  };
  return inTurn(async () => {
    await repository.bucket(bucket);
    if (await repository.indexes.get(indexKey(address))) {
      throw conflict("An index with the specified name already exists");
    }
    await repository.indexes.put(indexKey(address), record);
    return { indexArn: indexArn(place, address) };
  });
};

function readNonFilterableKeys(fields: FieldReader): string[] {
  const given = fields.object("metadataConfiguration");
  if (!given) return [];
  const path = "/metadataConfiguration";
  const keys = readFields(given, ["nonFilterableMetadataKeys"], path).list(
    "nonFilterableMetadataKeys",
    1,
    MAX_NON_FILTERABLE_KEYS,
  );
  return keys.map((key, n) => {
    if (typeof key === "string" && key.length >= 1 && key.length <= MAX_METADATA_KEY_LENGTH) return key;
    const rule = `Member must have length between 1 and ${MAX_METADATA_KEY_LENGTH}, inclusive`;
    throw mustBe(`${path}/nonFilterableMetadataKeys/${n}`, rule);
  });
}

function oneOf<T extends string>(fields: FieldReader, name: string, values: readonly T[]): T {
  const value = fields.requiredString(name);
  const found = values.find((each) => each === value);
  if (found !== undefined) return found;
  throw mustBe(`/${name}`, `Member must satisfy enum value set: [${values.join(", ")}]`);
}

const mustBe = (path: string, rule: string) =>
  invalidField(path, `Value at '${path}' failed to satisfy constraint: ${rule}`);
