import { ServiceError } from "../service.ts";

interface Extra {
  /** Further elements of the error document. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error of S3, which may carry response headers such as `x-amz-delete-marker`. */
export class S3Error extends ServiceError {
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, { fields = {}, headers = {} }: Extra = {}) {
    super(code, message, status, fields);
    this.headers = headers;
  }
}

export const accessDenied = (message = "Access Denied") => new S3Error("AccessDenied", message, 403);

export const noSuchBucket = (bucket: string) =>
  new S3Error("NoSuchBucket", "The specified bucket does not exist", 404, { fields: { BucketName: bucket } });

export const noSuchKey = (key: string, headers: Readonly<Record<string, string>> = {}) =>
  new S3Error("NoSuchKey", "The specified key does not exist.", 404, { fields: { Key: key }, headers });

export const noSuchVersion = (key: string, versionId: string) =>
  new S3Error("NoSuchVersion", "The specified version does not exist.", 404, {
    fields: { Key: key, VersionId: versionId },
  });

export const noSuchUpload = (uploadId: string) =>
  new S3Error(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    404,
    { fields: { UploadId: uploadId } },
  );

export const preconditionFailed = (condition: string) =>
  new S3Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, {
    fields: { Condition: condition },
  });

export const invalidArgument = (message: string, name: string, value: string) =>
  new S3Error("InvalidArgument", message, 400, { fields: { ArgumentName: name, ArgumentValue: value } });

export const invalidRequest = (message: string) => new S3Error("InvalidRequest", message);

export const malformedXml = () =>
  new S3Error(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );

export const headerNotImplemented = (header: string) =>
  new S3Error("NotImplemented", "A header you provided implies functionality that is not implemented", 501, {
    fields: { Header: header },
  });

export const operationNotImplemented = (method: string, parameters: readonly string[]) =>
  new S3Error("NotImplemented", "The operation you requested is not implemented.", 501, {
    fields: { Method: method, QueryParameters: parameters.join(",") || undefined },
  });

export const incompleteBody = () =>
  new S3Error(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
  );
