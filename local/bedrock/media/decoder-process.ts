import type { Answer, Task } from "./decoder-messages.ts";

/**
 * The process that decodes: a rotten file may crash or hang a decoder, and must take only this process with it.
 * It ends when its parent closes the channel or dies.
 */
process.on("disconnect", () => process.exit(0));

const send = (answer: Answer) => process.send?.(answer);

async function main(): Promise<void> {
  const { registerMediabunnyServer } = await import("@mediabunny/server");
  // Without hardware: the same bytes must give the same numbers on every machine.
  registerMediabunnyServer({ hardwareContext: null });
  const { measureFile } = await import("./measure-file.ts");
  const { measureImage } = await import("./measure-image.ts");
  process.on("message", (task: Task) => {
    const measure = task.kind === "image" ? measureImage(task.path) : measureFile(task.path);
    measure.then(
      (result) => send({ kind: "measured", result }),
      (error: Error) =>
        send({ kind: error.name === "Unprocessable" ? "unprocessable" : "failed", message: error.message }),
    );
  });
  send({ kind: "ready" });
}

main().catch((error: unknown) => send({ kind: "unavailable", message: String(error) }));
