/** Limits of the service, as its user guide gives them. */
export const MAX_DIMENSION = 4096;
export const MAX_VECTORS_PER_WRITE = 500;
export const MAX_KEYS_PER_GET = 100;
export const MAX_KEY_LENGTH = 1024;
export const MAX_METADATA_KEYS = 50;
export const MAX_NON_FILTERABLE_KEYS = 10;
export const MAX_METADATA_KEY_LENGTH = 63;
export const MAX_METADATA_BYTES = 40 * 1024;
export const MAX_FILTERABLE_BYTES = 2 * 1024;
export const MAX_REQUEST_BYTES = 20 * 1024 * 1024;
export const MAX_TOP_K = 10_000;
/** Results of a query on one page; more come with `nextToken`. */
export const QUERY_PAGE = 100;
export const LIST_VECTORS_DEFAULT = 500;
export const LIST_VECTORS_MAX = 1000;
/** A page of ListVectors ends when it went through this much. */
export const LIST_VECTORS_BYTES = 1024 * 1024;
export const MAX_SEGMENTS = 16;
/** Buckets or indexes on one page of a listing. */
export const LIST_MAX = 500;
