/** Where a model finds the media of a request: exactly one of the two. */
export type MediaSource =
  | { readonly s3Location: { readonly uri: string; readonly bucketOwner: string } }
  | { readonly base64String: string };

/** @param uri `s3://bucket/key`, the key as it is @param bucketOwner account id, 12 digits: some callers are refused without it */
export function s3Media(uri: string, bucketOwner: string): MediaSource {
  return { s3Location: { uri, bucketOwner } };
}

/** For small files only: the whole body of a request may have 25 MB. */
export function inlineMedia(base64String: string): MediaSource {
  return { base64String };
}
