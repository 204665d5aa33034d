import type { VideoSummary } from "../contracts/library-items.ts";

/** Whether a video has results that are shown and searched. */
export const hasResults = ({ currentRunId, status }: Pick<VideoSummary, "currentRunId" | "status">) =>
  currentRunId !== undefined && status !== "DELETED";
