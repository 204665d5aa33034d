/** An object version as other stand-ins read it. */
export interface ObjectFile {
  readonly bucket: string;
  readonly key: string;
  /** `null` (the text) for an object written without versioning. */
  readonly versionId: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly contentType: string;
  /** `x-amz-meta-*` without the prefix, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly lastModifiedMs: number;
  /** File that holds the body; never changed, removed together with the object version. */
  readonly path: string;
}
