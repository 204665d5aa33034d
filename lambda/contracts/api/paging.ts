import * as z from "zod";

/** A whole number in a query string. */
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: "it is not a whole number" })
    .transform(Number)
    .pipe(
      z
        .number()
        .min(min, { error: `it is at least ${min}` })
        .max(max, { error: `it is at most ${max}` }),
    );

/**
 * A page is found by walking over the list and keeping what could still come before it or on it: at 50 to a page, at most
 * 10,000 items. Who wants to read on narrows the list, as by `created_at[gte]`.
 */
export const MAX_PAGE = 200;
/** The platform's bound and default. */
const MAX_PAGE_LIMIT = 50;
const DEFAULT_PAGE_LIMIT = "10";

/** The fields of a query string that all lists share. */
export const PageParameters = z.strictObject({
  page: whole(1, MAX_PAGE).prefault("1"),
  page_limit: whole(1, MAX_PAGE_LIMIT).prefault(DEFAULT_PAGE_LIMIT),
  sort_by: z.enum(["created_at", "updated_at"]).default("created_at"),
  sort_option: z.enum(["asc", "desc"]).default("desc"),
});

/** What a list says about itself. */
export function pageInfo({ page, limit }: { readonly page: number; readonly limit: number }, total: number) {
  return {
    limit_per_page: limit,
    page,
    total_page: Math.ceil(total / limit),
    total_results: total,
  };
}
