/**
 * What runs inside an execution environment: loads the handler once, then answers one event after the other.
 * Plain JavaScript, because a TypeScript loader would add its own start to every cold start.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { awslambda, ResponseStream, streams } from "./response-stream.mjs";

const { codeDir, handler: handlerName, context: fixedContext } = workerData;

captureOutput();
process.on("uncaughtException", (error) => die(describeError(error)));
process.on("unhandledRejection", (reason) =>
  die({
    ...describeError(reason),
    errorType: "Runtime.UnhandledPromiseRejection",
    errorMessage: String(reason),
  }),
);

globalThis.awslambda = awslambda;

let handle;
/** The piece of an answer that the host has not taken yet: its number and what lets the handler's stream go on. */
let open = { number: 0, done: () => {} };
try {
  handle = await loadHandler();
  parentPort.on("message", (message) => {
    if (message.type !== "taken") void answer(message);
    // The piece of an invocation that failed meanwhile may be taken after the next one has begun.
    else if (message.number === open.number) open.done();
  });
  parentPort.postMessage({ type: "ready" });
} catch (error) {
  die(describeInitError(error));
}

/** Sent through the same port as the results, so that no line can arrive after the result of its invocation. */
function captureOutput() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk, encoding, callback) => {
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
      parentPort.postMessage({ type: "log", text });
      const done = typeof encoding === "function" ? encoding : callback;
      if (done) queueMicrotask(() => done());
      return true;
    };
  }
}

async function loadHandler() {
  const cut = handlerName.indexOf(".", handlerName.lastIndexOf("/") + 1);
  if (cut <= 0 || cut === handlerName.length - 1) throw runtimeError("MalformedHandlerName", "Bad handler");
  const module = handlerName.slice(0, cut);
  const file = [".js", ".mjs", ".cjs"]
    .map((end) => join(codeDir, module + end))
    .find((path) => existsSync(path));
  if (file === undefined) throw runtimeError("ImportModuleError", `Error: Cannot find module '${module}'`);
  const loaded = await import(pathToFileURL(file).href);
  const path = handlerName.slice(cut + 1).split(".");
  const find = (from) => path.reduce((value, name) => value?.[name], from);
  const found = find(loaded) ?? find(loaded.default);
  if (found === undefined)
    throw runtimeError("HandlerNotFound", `${handlerName} is undefined or not exported`);
  if (typeof found !== "function") throw runtimeError("HandlerNotFound", `${handlerName} is not a function`);
  if (found.length > 2 && !streams(found)) {
    throw runtimeError("CallbackHandlerDeprecated", "callback-based handlers end with Node.js 24: use async");
  }
  return found;
}

async function answer({ requestId, payload, remainingMs, speed }) {
  const start = performance.now();
  const context = {
    ...fixedContext,
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () =>
      Math.max(0, Math.floor(remainingMs - (performance.now() - start) * speed)),
  };
  try {
    const event = JSON.parse(payload);
    if (streams(handle)) {
      await writeAnswer(event, context);
      parentPort.postMessage({ type: "streamed" });
    } else {
      const result = await handle(event, context);
      parentPort.postMessage({ type: "result", payload: serialize(result) });
    }
  } catch (error) {
    parentPort.postMessage({ type: "failed", error: describeError(error) });
  }
}

/** A stream that its handler never ends keeps the invocation open until the timeout, as in the runtime. */
async function writeAnswer(event, context) {
  const stream = new ResponseStream(handle, (chunk, done) => {
    open = { number: open.number + 1, done };
    parentPort.postMessage({ type: "chunk", number: open.number, ...chunk });
  });
  stream.on("error", () => {});
  const running = handle(event, stream, context);
  if (typeof running?.then !== "function") throw new Error("Streaming does not support non-async handlers.");
  try {
    await running;
    await finished(stream);
  } finally {
    stream.destroy();
  }
}

function serialize(result) {
  try {
    return JSON.stringify(result) ?? "null";
  } catch {
    throw new Error("Unable to stringify response body");
  }
}

/** Reports the error that ended this environment; nothing of it is used again. */
function die(error) {
  parentPort.postMessage({ type: "fatal", error });
  process.exit(1);
}

function describeInitError(error) {
  const described = describeError(error);
  if (error?.code === "ERR_MODULE_NOT_FOUND" || error?.code === "MODULE_NOT_FOUND") {
    return { ...described, errorType: "Runtime.ImportModuleError", errorMessage: String(error) };
  }
  if (error instanceof SyntaxError) {
    return { ...described, errorType: "Runtime.UserCodeSyntaxError", errorMessage: String(error) };
  }
  return described;
}

function describeError(error) {
  if (error instanceof Error || (typeof error === "object" && error !== null && "message" in error)) {
    return {
      errorType: String(error.name ?? "Error"),
      errorMessage: String(error.message),
      trace: String(error.stack ?? "").split("\n"),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function runtimeError(name, message) {
  return Object.assign(new Error(message), { name: `Runtime.${name}` });
}
