import { PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const entry = (given: PutEventsRequestEntry = {}): PutEventsRequestEntry => ({
  Source: "reelbase.test",
  DetailType: "Run Finished",
  Detail: JSON.stringify({ status: "READY" }),
  ...given,
});

const put = (...Entries: PutEventsRequestEntry[]) => target.client.send(new PutEventsCommand({ Entries }));

/** A source that no other test uses, so that rules of other tests do not see the event. */
let sources = 0;
const newSource = () => `reelbase.test.${process.pid}.${sources++}`;

describe("PutEvents", () => {
  it("gives an event to the targets of the rules that match it", async () => {
    const Source = newSource();
    const ready = await target.createRule({ source: [Source], detail: { status: ["READY"] } });
    const failed = await target.createRule({ source: [Source], detail: { status: ["FAILED"] } });
    const Time = new Date("2026-11-20T10:11:12Z");
    const answer = await put(entry({ Source, Time, Resources: ["arn:aws:s3:::videos"] }));
    expect(answer.FailedEntryCount).toBe(0);
    expect(JSON.parse(await ready.next())).toEqual({
      version: "0",
      id: answer.Entries?.[0]?.EventId,
      "detail-type": "Run Finished",
      source: Source,
      account: expect.stringMatching(/^\d{12}$/),
      time: "2026-11-20T10:11:12Z",
      region: expect.stringMatching(/^[a-z]+-[a-z]+-\d$/),
      resources: ["arn:aws:s3:::videos"],
      detail: { status: "READY" },
    });
    expect(await failed.rest()).toEqual([]);
  });

  it("gives an event the time at which it came, when it brings none", async () => {
    const Source = newSource();
    const rule = await target.createRule({ source: [Source] });
    await put(entry({ Source }));
    const { time, resources } = JSON.parse(await rule.next());
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(resources).toEqual([]);
  });

  it("gives nothing to a rule that is disabled", async () => {
    const Source = newSource();
    const disabled = await target.createRule({ source: [Source] }, {}, false);
    const enabled = await target.createRule({ source: [Source] });
    await put(entry({ Source }));
    await enabled.next();
    expect(await disabled.rest()).toEqual([]);
  });

  it("gives an event to several rules", async () => {
    const Source = newSource();
    const rules = [
      await target.createRule({ source: [Source] }),
      await target.createRule({ source: [{ prefix: "reelbase." }], "detail-type": ["Run Finished"] }),
    ];
    await put(entry({ Source }));
    for (const rule of rules) expect(JSON.parse(await rule.next())).toMatchObject({ source: Source });
  });

  it.each<[string, Parameters<Target["createRule"]>[1], unknown]>([
    ["a constant", { input: '{"always":1}' }, { always: 1 }],
    ["a part of the event", { inputPath: "$.detail.object" }, { key: "a.mp4" }],
    [
      "a template",
      {
        inputTransformer: {
          inputPathsMap: { key: "$.detail.object.key" },
          inputTemplate: '{"key":<key>,"text":"file <key>"}',
        },
      },
      { key: "a.mp4", text: "file a.mp4" },
    ],
  ])("gives the target %s instead of the event", async (_, input, expected) => {
    const Source = newSource();
    const rule = await target.createRule({ source: [Source] }, input);
    await put(entry({ Source, Detail: JSON.stringify({ object: { key: "a.mp4" } }) }));
    expect(JSON.parse(await rule.next())).toEqual(expected);
  });

  it.each<[string, PutEventsRequestEntry, string]>([
    ["no source", { Source: "" }, "InvalidArgument"],
    ["no detail type", { DetailType: "" }, "InvalidArgument"],
    ["no detail", { Detail: "" }, "InvalidArgument"],
    ["a detail that is no JSON", { Detail: "{" }, "MalformedDetail"],
    ["a detail that is a list", { Detail: "[]" }, "MalformedDetail"],
    ["a detail that is a text", { Detail: '"x"' }, "MalformedDetail"],
    ["a source of AWS", { Source: "aws.s3" }, "NotAuthorizedForSource"],
  ])("fails an entry with %s and takes the others", async (_, wrong, code) => {
    const Source = newSource();
    const rule = await target.createRule({ source: [Source] });
    const answer = await put(entry({ Source, ...wrong }), entry({ Source }));
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.[0]).toMatchObject({ ErrorCode: code, ErrorMessage: expect.any(String) });
    expect(answer.Entries?.[0]?.EventId).toBeUndefined();
    expect(JSON.parse(await rule.next()).id).toBe(answer.Entries?.[1]?.EventId);
  });

  it.each([
    ["no entries", []],
    ["eleven entries", Array.from({ length: 11 }, () => entry())],
    ["more than 1 MiB", [entry({ Detail: JSON.stringify({ text: "x".repeat(1024 * 1024) }) })]],
  ])("refuses %s", async (_, entries) => {
    await expect(put(...entries)).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("takes ten entries", async () => {
    const answer = await put(...Array.from({ length: 10 }, () => entry()));
    expect(answer.FailedEntryCount).toBe(0);
    expect(new Set(answer.Entries?.map(({ EventId }) => EventId)).size).toBe(10);
  });
});
