import { jest } from "@jest/globals";
import { remote } from "./serve.ts";

/** A table, a queue or a function of a real account takes its time to come and to go. */
jest.setTimeout(remote ? 600_000 : 30_000);
