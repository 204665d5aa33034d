import { type Answer, openPort, type Port } from "../port.ts";
import { HostError } from "./host-error.ts";
import { systemSentence } from "./system-error.ts";

/**
 * Opens the port of the host.
 * @throws `HostError` PORT_BUSY or PORT_UNUSABLE
 */
export async function listen(port: number, answer: Answer): Promise<Port> {
  try {
    return await openPort(port, answer);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EADDRINUSE") {
      throw new HostError(
        "PORT_BUSY",
        `Port ${port} is in use. Choose another one, or 0 for any free port.`,
        {
          cause: error,
        },
      );
    }
    const because = systemSentence(error) ?? (error instanceof Error ? error.message : String(error));
    throw new HostError("PORT_UNUSABLE", `Port ${port} cannot be opened: ${because}.`, { cause: error });
  }
}
