import { TemporaryError } from "../../lambda/domain/errors.ts";
import { deadLetter } from "../../lambda/lane/dead-letter.ts";
import type { Tokens } from "../../lambda/ports.ts";
import { aLaneMessage } from "../factories.ts";
import { failedIds, failing, MemoryTokens, memoryLog, sqsEvent } from "../fakes.ts";

const message = (taskToken: string) => aLaneMessage({ taskToken });
const handled = async (bodies: readonly unknown[], tokens: Tokens) =>
  failedIds(await deadLetter({ tokens, log: memoryLog() })(sqsEvent(bodies)));

describe("a message in the DLQ of a lane", () => {
  it("fails its token, so that the run does not wait for it", async () => {
    const tokens = new MemoryTokens();
    expect(await handled([message("one"), message("two")], tokens)).toEqual([]);
    expect(tokens.answers).toMatchObject([
      { token: "one", error: "DEAD_LETTER" },
      { token: "two", error: "DEAD_LETTER" },
    ]);
  });

  it("is done when nobody waits for it any more", async () => {
    const tokens = new MemoryTokens();
    tokens.dead.add("one");
    expect(await handled([message("one")], tokens)).toEqual([]);
    expect(tokens.answers).toEqual([]);
  });

  it.each([
    ["is no JSON", "{"],
    ["has no token", { run: {}, part: {} }],
  ])("that %s stays, and holds up no other", async (_, poison) => {
    const tokens = new MemoryTokens();
    expect(await handled([poison, message("two")], tokens)).toEqual(["message-1"]);
    expect(tokens.answers).toMatchObject([{ token: "two" }]);
  });

  it("comes again when the workflow cannot be answered now", async () => {
    const answers = new MemoryTokens();
    const error = new TemporaryError("INTERNAL", "Answering the workflow is not possible at the moment.");
    const tokens = failing(answers, { method: "fail", error });
    expect(await handled([message("one"), message("two")], tokens)).toEqual(["message-1"]);
    expect(await handled([message("one")], tokens)).toEqual([]);
    expect(answers.answers.map(({ token }) => token)).toEqual(["two", "one"]);
  });
});
