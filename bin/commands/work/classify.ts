import { ClassifiedVideo } from "../../cli/answers.ts";
import { EXIT, usageError } from "../../cli/failure.ts";
import { chooseIndex } from "../../cli/find-index.ts";
import { findVideo } from "../../cli/find-video.ts";
import { classOf } from "../../cli/options/classes.ts";
import { results } from "../../cli/pages.ts";
import type { Session } from "../../cli/session.ts";
import { titlesOf, withTitles } from "../../cli/titles.ts";
import type { Column } from "../../cli/view/table.ts";
import { spanText } from "../../cli/view/text.ts";

interface ClassifyOptions {
  readonly class?: readonly string[];
  readonly index?: string;
  readonly in: readonly string[];
  readonly minScore?: number;
  readonly minRatio?: number;
  readonly clips?: boolean;
  readonly details?: boolean;
}

/** The platform's most on one page. */
const PAGE = 50;

export async function classify(session: Session, names: string[], options: ClassifyOptions): Promise<number> {
  const { api, output } = session;
  const classes = (options.class ?? []).map(classOf);
  if (classes.length === 0) throw usageError('Name a class, such as --class "red=red screen,red picture".');
  if (names.length > 0 && options.index !== undefined) throw usageError("Name videos or --index, not both.");
  const connected = await api();
  const videoIds: string[] = [];
  for (const name of names) videoIds.push((await findVideo(connected, name)).videoId);
  const index = names.length > 0 ? undefined : (await chooseIndex(connected, options.index))._id;
  const body = {
    ...(index === undefined ? { video_ids: videoIds } : { index_id: index }),
    options: options.in,
    classes,
    threshold: {
      ...(options.minScore === undefined ? {} : { min_video_score: options.minScore }),
      ...(options.minRatio === undefined ? {} : { min_duration_ratio: options.minRatio }),
    },
    include_clips: options.clips ?? false,
    show_detailed_score: options.details ?? false,
    page_limit: PAGE,
  };
  const next = (token: string) => `/classify/${encodeURIComponent(token)}`;
  const first = { path: "/classify", body };
  const found = results(connected, ClassifiedVideo, first, next, Number.POSITIVE_INFINITY);
  const titleOf = titlesOf(connected, index);
  const rows = withTitles(rowsOf(found.items, options.clips ?? false), ({ video_id }) => video_id, titleOf);
  const count = output.json
    ? await output.list(found.items, [], found.rest)
    : await output.list(rows, columnsOf(options));
  if (count === 0) output.notice("No video belongs to any of the classes.");
  return count === 0 ? EXIT.nothing : EXIT.fine;
}

type Class = ClassifiedVideo["classes"][number];
interface ClassRow {
  readonly video_id: string;
  readonly found: Class;
  /** Below its class, with --clips. */
  readonly clip?: NonNullable<Class["clips"]>[number];
}

async function* rowsOf(videos: AsyncIterable<ClassifiedVideo>, withClips: boolean): AsyncGenerator<ClassRow> {
  for await (const { video_id, classes } of videos) {
    for (const found of classes) {
      yield { video_id, found };
      if (withClips) for (const clip of found.clips ?? []) yield { video_id, found, clip };
    }
  }
}

interface Row {
  readonly item: ClassRow;
  readonly title: string;
}

function columnsOf({ clips, details }: ClassifyOptions): Column<Row>[] {
  const ofClass = (text: (found: Class) => string) => (row: Row) =>
    row.item.clip === undefined ? text(row.item.found) : "";
  const scores = (["max_score", "avg_score", "normalized_score"] as const).map((name) => ({
    head: name.replace("_score", "").toUpperCase(),
    of: ofClass(({ detailed_scores }) => detailed_scores?.[name].toFixed(2) ?? ""),
    align: "right" as const,
  }));
  return [
    { head: "CLASS", of: ({ item }) => item.found.name, shrinks: true },
    { head: "SCORE", of: ({ item }) => (item.clip ?? item.found).score.toFixed(2), align: "right" },
    { head: "SHARE", of: ofClass(({ duration_ratio }) => duration_ratio.toFixed(2)), align: "right" },
    ...(details ? scores : []),
    ...(clips
      ? [
          { head: "WHEN", of: ({ item: { clip } }: Row) => (clip ? spanText(clip.start, clip.end) : "") },
          {
            head: "WHY",
            of: ({ item: { clip } }: Row) => (clip ? `${clip.option} "${clip.prompt}"` : ""),
            shrinks: true,
          },
        ]
      : []),
    { head: "VIDEO", of: ({ title }) => title, shrinks: true },
  ];
}
