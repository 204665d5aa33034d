import type { SearchClip } from "../../cli/answers.ts";
import * as answers from "../../cli/answers.ts";
import { EXIT, usageError } from "../../cli/failure.ts";
import { chooseIndex } from "../../cli/find-index.ts";
import { filterOf } from "../../cli/options/filter.ts";
import { results } from "../../cli/pages.ts";
import { questionOf } from "../../cli/search-question.ts";
import type { Session } from "../../cli/session.ts";
import { titlesOf, withTitles } from "../../cli/titles.ts";
import type { Column } from "../../cli/view/table.ts";
import { spanText } from "../../cli/view/text.ts";

export interface SearchOptions {
  readonly index?: string;
  readonly in: readonly string[];
  readonly and?: boolean;
  readonly image?: string;
  readonly like?: string;
  readonly threshold?: string;
  readonly group?: boolean;
  readonly filter?: readonly string[];
  readonly limit: number;
  readonly all?: boolean;
  readonly explain?: boolean;
}

/** The platform's most on one page. */
const PAGE = 50;

export async function search(session: Session, words: string[], options: SearchOptions): Promise<number> {
  const { api, output } = session;
  const what = words.join(" ").trim();
  if (what === "" && options.image === undefined && options.like === undefined)
    throw usageError("Say what to search for: words, --image or --like.");
  const filter = filterOf(options.filter ?? []);
  const index = await chooseIndex(await api(), options.index);
  const limit = options.all ? Number.POSITIVE_INFINITY : options.limit;
  const body = {
    index_id: index._id,
    ...(await questionOf(await api(), what, options)),
    ...(filter === undefined ? {} : { filter }),
    page_limit: Math.min(PAGE, limit),
  };
  const next = (token: string) => `/search/${encodeURIComponent(token)}`;
  const first = { path: "/search", body };
  const titleOf = titlesOf(await api(), index._id);
  const columns = columnsOf(options);
  let count: number;
  if (options.group) {
    const found = results(await api(), answers.SearchedVideo, first, next, limit);
    count = output.json
      ? await output.list(found.items, [], found.rest)
      : await output.list(
          withTitles(clipsOf(found.items), ({ video_id }) => video_id, titleOf),
          columns,
        );
  } else {
    const found = results(await api(), answers.SearchClip, first, next, limit);
    count = output.json
      ? await output.list(found.items, [], found.rest)
      : await output.list(
          withTitles(found.items, ({ video_id }) => video_id, titleOf),
          columns,
        );
  }
  if (count === 0) output.notice("Nothing was found.");
  return count === 0 ? EXIT.nothing : EXIT.fine;
}

async function* clipsOf(videos: AsyncIterable<{ readonly clips: readonly SearchClip[] }>) {
  for await (const { clips } of videos) yield* clips;
}

interface Row {
  readonly item: SearchClip;
  readonly title: string;
}

function columnsOf({ explain }: SearchOptions): Column<Row>[] {
  return [
    { head: "#", of: ({ item }) => String(item.rank), align: "right" },
    { head: "SCORE", of: ({ item }) => item.score.toFixed(2), align: "right" },
    { head: "CONFIDENCE", of: ({ item }) => item.confidence },
    { head: "WHEN", of: ({ item }) => spanText(item.start, item.end) },
    { head: "VIDEO", of: ({ title }) => title, shrinks: true },
    { head: "WHY", of: ({ item }) => (explain ? reasons(item) : why(item)), shrinks: !explain },
    ...(explain ? [{ head: "ID", of: ({ item }: Row) => item.video_id }] : []),
  ];
}

const why = ({ metadata }: SearchClip) =>
  metadata.map(({ type, text }) => (text === undefined ? type : `${type} "${text}"`)).join(", ");

/** `visual #1 0.312`: the place within the option, and the similarity or the share of the words. */
const reasons = (item: SearchClip) =>
  item.explain?.options
    .map(({ type, rank, similarity, word_share }) => {
      const how = similarity ?? word_share;
      return `${type} #${rank}${how === undefined ? "" : ` ${how.toFixed(3)}`}`;
    })
    .join(", ") ?? why(item);
