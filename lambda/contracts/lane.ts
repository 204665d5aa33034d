import * as z from "zod";
import { Part, RunInput } from "./workflow.ts";

/** What the workflow puts on a lane: the work, and the token that its answer goes to. */
export const LaneMessage = z.object({ taskToken: z.string().min(1), run: RunInput, part: Part });
export type LaneMessage = z.infer<typeof LaneMessage>;
