import { synthesize } from "../bin/local/synthesize.ts";

/** Writes the stack's cloud assembly into the folder that is named. */
const [, , folder] = process.argv;
if (folder === undefined) throw new Error("Name a folder.");
synthesize(folder);
