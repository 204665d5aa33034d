import * as z from "zod";
import type { SearchOption } from "../../models/model.ts";
import { ConversationOption, SearchOptions, SearchText, type Speech, speechOf } from "./search-fields.ts";

/** Most texts of one combined query: each is searched for by itself. */
const MAX_TEXTS = 10;
/** Seconds; no video that is analyzed is longer. */
const MAX_PROXIMITY = 14_400;

/** As it is sent: a text, or one operator over queries. Exactly one of the first five fields is there. */
const Node = z.strictObject({
  text: SearchText.optional(),
  get $and() {
    return parts().optional();
  },
  get $or() {
    return parts().optional();
  },
  get $then() {
    return parts().optional();
  },
  get $not() {
    return z.strictObject({ origin: Node, sub: Node }).optional();
  },
  /** In place of those of the whole request, for this text. */
  search_options: SearchOptions.optional(),
  conversation_option: ConversationOption.optional(),
  /** How far apart the clips of an operator's queries may be, seconds; without effect on $or. */
  proximity: z.number().min(0).max(MAX_PROXIMITY).optional(),
});
type Node = z.infer<typeof Node>;

const parts = () => z.array(Node).min(1, { error: "give one at least" });

/** One text of a combined query. What is undefined is as the whole request says. */
export interface TextQuery {
  readonly kind: "text";
  readonly text: string;
  readonly options: readonly SearchOption[] | undefined;
  readonly speech: Speech | undefined;
}

/** Queries under an operator: for `not` what is wanted, and what must not be there. */
export interface OperatorQuery {
  readonly kind: "and" | "or" | "then" | "not";
  readonly parts: readonly CombinedQuery[];
  readonly proximitySec: number | undefined;
}

export type CombinedQuery = TextQuery | OperatorQuery;

const LISTS = ["$and", "$or", "$then"] as const;
const KINDS = ["text", ...LISTS, "$not"] as const;

/**
 * The object that v1.2 takes as `query`: `{ text }`, `{ $and: […] }`, `{ $or: […] }`, `{ $then: […] }` or
 * `{ $not: { origin, sub } }`, one inside another.
 */
export const CombinedQuery = Node.superRefine((root, context) => {
  const fault = (place: Place, message: string) =>
    context.addIssue({ code: "custom", path: [...place], message });
  let texts = 0;
  const check = (node: Node, place: Place): void => {
    const given = KINDS.filter((name) => node[name] !== undefined);
    if (given.length !== 1) fault(place, `give one of ${KINDS.join(", ")}`);
    if (node.text === undefined && (node.search_options ?? node.conversation_option) !== undefined)
      fault(place, "search_options and conversation_option go with a text");
    if (node.text !== undefined) texts++;
    for (const { part, name } of partsOf(node)) check(part, [...place, ...name]);
  };
  check(root, []);
  if (texts > MAX_TEXTS) fault([], `it has ${texts} texts, and at most ${MAX_TEXTS} are taken`);
}).transform(queryOf);

type Place = readonly (string | number)[];

function queryOf(node: Node): CombinedQuery {
  const { text, search_options: options, conversation_option: option, proximity: proximitySec } = node;
  if (text !== undefined)
    return { kind: "text", text, options, speech: option && speechOf(option, undefined) };
  const kind = node.$and ? "and" : node.$or ? "or" : node.$then ? "then" : "not";
  return { kind, parts: partsOf(node).map(({ part }) => queryOf(part)), proximitySec };
}

function partsOf(node: Node): { readonly part: Node; readonly name: Place }[] {
  const listed = LISTS.flatMap((list) => (node[list] ?? []).map((part, at) => ({ part, name: [list, at] })));
  const excluded = (["origin", "sub"] as const).flatMap((name) =>
    node.$not === undefined ? [] : [{ part: node.$not[name], name: ["$not", name] }],
  );
  return [...listed, ...excluded];
}
