import { jest } from "@jest/globals";

/** Decoding shares the machine with the other tests. */
jest.setTimeout(120_000);
