import { processIo } from "./cli/process-io.ts";
import { runCli } from "./cli/program.ts";

// Warnings about the age of Node and the like are for developers of the SDK, not for whoever runs this.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

process.exitCode = await runCli(process.argv.slice(2), processIo());
