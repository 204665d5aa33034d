import type { GivenFile } from "../../local/find-files.ts";
import type { TargetIndex } from "../index-for.ts";
import type { PutVideo } from "../put-results.ts";
import type { LocalFile } from "./local-file.ts";
import type { UploadProgress } from "./upload-progress.ts";

/** What all files of one command have in common. */
export interface UploadSettings {
  readonly index: TargetIndex;
  readonly metadata: Readonly<Record<string, string>>;
  /** Requests to S3 at the same time. */
  readonly parts: number;
}

/** Uploads one file by one of the ways. `progress` is told of every byte. */
export type UploadWay = (
  given: GivenFile,
  file: LocalFile,
  progress: ReturnType<UploadProgress["of"]>,
) => Promise<PutVideo>;
