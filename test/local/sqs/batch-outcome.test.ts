import fc from "fast-check";
import { failedMessages } from "../../../local/sqs/batch-outcome.ts";

const ids = ["a", "b", "c"];

describe("failedMessages", () => {
  it.each<[string, string, string[]]>([
    ["an empty list", '{"batchItemFailures":[]}', []],
    ["no list", '{"batchItemFailures":null}', []],
    ["an empty answer", "{}", []],
    ["null", "null", []],
    ["no answer", "", []],
    ["one id", '{"batchItemFailures":[{"itemIdentifier":"b"}]}', ["b"]],
    ["an id twice", '{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"b"}]}', ["b"]],
    ["an empty id", '{"batchItemFailures":[{"itemIdentifier":""}]}', ids],
    ["a null id", '{"batchItemFailures":[{"itemIdentifier":null}]}', ids],
    ["a wrong key", '{"batchItemFailures":[{"id":"b"}]}', ids],
    ["an unknown id", '{"batchItemFailures":[{"itemIdentifier":"d"}]}', ids],
    [
      "an unknown id among known ones",
      '{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"d"}]}',
      ids,
    ],
    ["a null entry", '{"batchItemFailures":[null]}', ids],
    ["a list that is none", '{"batchItemFailures":"a"}', ids],
    ["a text", '"done"', ids],
    ["a list instead of an object", "[]", ids],
    ["what is no JSON", "{", ids],
  ])("takes %s", (_, payload, failed) => {
    expect([...failedMessages(payload, ids)]).toEqual(failed);
  });

  it("names exactly the messages that the function names", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 10 }),
        fc.infiniteStream(fc.boolean()),
        (all, coin) => {
          const failed = all.filter(() => coin.next().value);
          const payload = JSON.stringify({
            batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })),
          });
          expect([...failedMessages(payload, all)]).toEqual(failed);
        },
      ),
    );
  });
});
