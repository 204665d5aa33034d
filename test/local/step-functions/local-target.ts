import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { Host, messageSent, tokenTask } from "./host.ts";
import type { Target } from "./target.ts";

/** The stand-in, whose clock runs a thousand times as fast as the wall. */
export async function openLocal(): Promise<Target> {
  const host = await Host.start({ services: messageSent });
  let tokens = 0;
  return {
    client: host.client,
    create: async (definition) => host.create(definition),
    async waitForToken(state = {}) {
      const stateMachineArn = host.create({ StartAt: "A", States: { A: tokenTask(state) } });
      const { executionArn = "" } = await host.client.send(new StartExecutionCommand({ stateMachineArn }));
      const taskToken = await host.token(tokens);
      tokens += 1;
      return { executionArn, taskToken };
    },
    close: () => host.remove(),
  };
}
