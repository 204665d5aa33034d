import { jest } from "@jest/globals";
import { remote } from "../serve.ts";

/** Decoding shares the machine with the other tests; a real invocation may wait in the queue of its region. */
jest.setTimeout(remote ? 600_000 : 120_000);
