import fc from "fast-check";
import { compileTransformer } from "../../../local/events/input-transformer.ts";
import { compilePath } from "../../../local/events/json-path.ts";
import { anEvent } from "./factories.ts";

const occasion = (detail: unknown) => ({
  event: anEvent({ detail }),
  ruleName: "uploads",
  ruleArn: "arn:aws:events:eu-west-1:123456789012:rule/uploads",
  ingestionTime: "2026-11-21T08:00:00.000Z",
});

const transform = (inputTemplate: string, inputPathsMap: Record<string, string>, detail: unknown) =>
  JSON.parse(compileTransformer({ inputTemplate, inputPathsMap })(occasion(detail)));

describe("compileTransformer", () => {
  it.each<[string, string, Record<string, string>, unknown, unknown]>([
    ["a text", '"Event <type>"', { type: "$.detail-type" }, {}, "Event Object Created"],
    [
      "a text value",
      '{"key":<key>}',
      { key: "$.detail.object.key" },
      { object: { key: 'a"b' } },
      { key: 'a"b' },
    ],
    [
      "a text value inside a text",
      '{"uri":"s3://<key>"}',
      { key: "$.detail.key" },
      { key: 'a"\\b' },
      { uri: 's3://a"\\b' },
    ],
    ["a number", '{"size":<size>}', { size: "$.detail.size" }, { size: 7 }, { size: 7 }],
    ["a number inside a text", '"<size> bytes"', { size: "$.detail.size" }, { size: 7 }, "7 bytes"],
    ["an object", '{"d":<d>}', { d: "$.detail" }, { a: [1, null] }, { d: { a: [1, null] } }],
    ["an element of a list", '{"first":<f>}', { f: "$.detail.list[1]" }, { list: [1, 2] }, { first: 2 }],
    ["null", '{"n":<n>}', { n: "$.detail.n" }, { n: null }, { n: null }],
    ["what is not there", '{"n":<n>,"m":"-<n>-"}', { n: "$.detail.n" }, {}, { n: "", m: "--" }],
    ["an escaped quote", '{"a":"\\"<k>\\""}', { k: "$.detail.k" }, { k: "x" }, { a: '"x"' }],
    ["a text that looks like a variable", '{"a":<k>}', { k: "$.detail.k" }, { k: "<k>" }, { a: "<k>" }],
  ])("fills in %s", (_, template, paths, detail, expected) => {
    expect(transform(template, paths, detail)).toEqual(expected);
  });

  it("knows the variables of the service", () => {
    const template = `{"arn":<aws.events.rule-arn>,"name":"<aws.events.rule-name>",
      "at":<aws.events.event.ingestion-time>,"event":<aws.events.event.json>,"envelope":<aws.events.event>}`;
    const { event, ruleArn, ruleName, ingestionTime } = occasion({ a: 1 });
    const { detail: _, ...envelope } = event;
    expect(transform(template, {}, { a: 1 })).toEqual({
      arn: ruleArn,
      name: ruleName,
      at: ingestionTime,
      event,
      envelope,
    });
  });

  it.each([
    ["a variable that nobody defined", '{"a":<b>}', {}],
    ["plain text", "size <size>", { size: "$.detail.size" }],
    ["two texts", '"a"\n"b"', {}],
    ["a path that it does not know", '{"a":<a>}', { a: "$..a" }],
  ])("refuses %s", (_, inputTemplate, inputPathsMap) => {
    expect(() => compileTransformer({ inputTemplate, inputPathsMap })).toThrow(
      expect.objectContaining({ name: "ValidationException" }),
    );
  });

  it("gives JSON whatever the event holds", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const result = transform('{"raw":<v>,"text":"<v>"}', { v: "$.detail.v" }, { v: value });
        expect(result.raw).toEqual(JSON.parse(JSON.stringify(value)));
        expect(result.text).toBe(typeof value === "string" ? value : JSON.stringify(value));
      }),
    );
  });
});

describe("compilePath", () => {
  it.each([
    ["$", { a: 1 }, { a: 1 }],
    ["$.a", { a: 1 }, 1],
    ["$.detail-type", { "detail-type": "x" }, "x"],
    ["$.a.b_c", { a: { b_c: 2 } }, 2],
    ["$.a[1].b", { a: [0, { b: 3 }] }, 3],
    ["$.a[2]", { a: [0] }, undefined],
    ["$.a.b", { a: "text" }, undefined],
    ["$.toString", {}, undefined],
  ])("%s", (path, event, expected) => {
    expect(compilePath(path)(event)).toEqual(expected);
  });

  it.each(["", "a", "$a", "$.", "$..a", "$.*", "$.a[*]", "$['a']", "$.a[", "$.a[-1]", "$.a.length()"])(
    "refuses %s",
    (path) => {
      expect(() => compilePath(path)).toThrow(expect.objectContaining({ name: "ValidationException" }));
    },
  );
});
