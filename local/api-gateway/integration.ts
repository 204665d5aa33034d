import type { Clock } from "../clock.ts";
import type { Caller, Reply } from "../service.ts";
import { badGateway, bufferedResponse } from "./buffered-response.ts";
import { authorizeCall, type Functions, refused } from "./function-call.ts";
import { Refusal } from "./response-types.ts";
import type { Integration } from "./rest-api.ts";
import { streamedResponse } from "./streamed-response.ts";

export interface IntegrationOptions {
  readonly functions: Functions;
  readonly clock: Clock;
  /** Who calls the function: the gateway on behalf of one method. */
  readonly caller: Caller;
  /** Whether a body in base64 is sent as bytes; streams are sent as they are. */
  readonly decodes: boolean;
}

/**
 * Has the function answer a request. What goes on after a timeout, or after the client has left, goes on unheard.
 * @param event the proxy event, as JSON
 * @throws Refusal for whatever keeps the function from answering
 */
export async function answerByFunction(
  { functionArn, transferMode, timeoutMs }: Integration,
  event: string,
  { functions, clock, caller, decodes }: IntegrationOptions,
): Promise<Reply> {
  authorizeCall(caller, functionArn);
  if (transferMode === "STREAM") return streamedResponse({ functions, functionArn, event, clock, timeoutMs });
  const timeout = new AbortController();
  const late = clock.sleep(timeoutMs, timeout.signal).then(() => undefined);
  try {
    const answer = functions.invoke(functionArn, event).catch((error: unknown) => {
      throw refused(error);
    });
    const invocation = await Promise.race([answer, late]);
    if (invocation === undefined) throw new Refusal("INTEGRATION_TIMEOUT");
    if (invocation.functionError !== undefined) throw badGateway();
    return bufferedResponse(invocation.payload, decodes);
  } finally {
    timeout.abort();
  }
}
