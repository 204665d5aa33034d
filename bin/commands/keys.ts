import type { Command } from "commander";
import { collected, commaList } from "../cli/options/lists.ts";
import { duration } from "../cli/options/numbers.ts";
import { examples, type Verb } from "../cli/verb.ts";

export function addKeys(program: Command, verb: Verb): void {
  const keys = program
    .command("keys")
    .description(
      "Keys to the API. They are kept in the table itself, so this needs AWS credentials or a local host.",
    )
    .addHelpText(
      "after",
      examples(
        "keys create --name notebook --scope read --expires 90d",
        "keys ls",
        "keys revoke 1a2b3c4d5e6f",
      ),
    );
  keys
    .command("create")
    .description("Makes a key and shows it, once.")
    .requiredOption("--name <name>", "whose or what it is for")
    .option("--scope <scopes>", "read, or read,write", commaList, ["read"])
    .option(
      "--index <index>",
      "name or id of an index that it opens; repeated for several (default: all)",
      collected,
    )
    .option("--expires <time>", "such as 12h, 90d or 4w (default: never)", duration)
    .action(verb(async () => (await import("./work/keys.ts")).create));
  keys
    .command("ls", { isDefault: true })
    .description("All keys (also without the word ls).")
    .action(verb(async () => (await import("./work/keys.ts")).list));
  keys
    .command("revoke")
    .description("Closes a key for ever, at once.")
    .argument("<id>", "first digits, as keys ls shows them")
    .action(verb(async () => (await import("./work/keys.ts")).revoke));
}
