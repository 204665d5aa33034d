import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "../ports.ts";

/**
 * Structured lines on standard output. Only what is passed on purpose is written: ids, counts and codes; never an
 * event, a prompt, a model's text or a token.
 */
export function lambdaLog(): Log {
  return logOf(new Logger());
}

function logOf(logger: Logger): Log {
  return {
    with: (fields) => logOf(logger.createChild({ persistentLogAttributes: { ...fields } })),
    info: (message, fields = {}) => logger.info(message, { ...fields }),
    warn: (message, fields = {}) => logger.warn(message, { ...fields }),
    error: (message, fields = {}) => logger.error(message, { ...fields }),
  };
}
