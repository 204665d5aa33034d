/**
 * The process that decodes: a rotten file may crash or hang a decoder, and must take only this process with it.
 * It ends when its parent closes the channel or dies.
 *
 * Plain JavaScript, so that the libraries are loaded before there is a loader for TypeScript: that one would read
 * through all of them, which makes half of the start.
 */
process.on("disconnect", () => process.exit(0));
// When a packet is rotten, the library throws where it is waited for, and once more where nobody waits.
process.on("unhandledRejection", () => {});

/** @param {import("./decoder-messages.ts").Answer} answer */
const send = (answer) => process.send?.(answer);

async function main() {
  const { registerMediabunnyServer } = await import("@mediabunny/server");
  // Without hardware: the same bytes must give the same numbers on every machine.
  registerMediabunnyServer({ hardwareContext: null });
  const { register } = await import("tsx/esm/api");
  register();
  const { measureFile } = await import("./measure-file.ts");
  const { measureImage } = await import("./measure-image.ts");
  process.on("message", (/** @type {import("./decoder-messages.ts").Task} */ task) => {
    const measure = task.kind === "image" ? measureImage(task.path) : measureFile(task.path);
    measure.then(
      (result) => send({ kind: "measured", result }),
      (/** @type {Error} */ error) =>
        send({ kind: error.name === "Unprocessable" ? "unprocessable" : "failed", message: error.message }),
    );
  });
  send({ kind: "ready" });
}

main().catch((error) => send({ kind: "unavailable", message: String(error) }));
