import { readFields } from "../fields.ts";
import { INDEX_FIELDS, indexArn, readIndex } from "../names.ts";
import type { Operation } from "../service.ts";

export const getIndex: Operation = async ({ repository, place }, input, caller) => {
  const address = readIndex(readFields(input, INDEX_FIELDS), place);
  caller.authorize("s3vectors:GetIndex", indexArn(place, address));
  const index = await repository.index(address);
  return {
    index: {
      vectorBucketName: index.bucket,
      indexName: index.index,
      indexArn: indexArn(place, address),
      creationTime: index.creationTime,
      dataType: "float32",
      dimension: index.dimension,
      distanceMetric: index.distanceMetric,
      encryptionConfiguration: index.encryption,
      ...(index.nonFilterableKeys.length === 0
        ? {}
        : { metadataConfiguration: { nonFilterableMetadataKeys: index.nonFilterableKeys } }),
    },
  };
};
