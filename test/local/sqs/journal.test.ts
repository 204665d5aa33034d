import { createJournal } from "../../../local/sqs/journal.ts";
import type { Change, Store } from "../../../local/store.ts";

/** A store that keeps its writes open until they are told to end. */
function slowStore() {
  const writes: { changes: readonly Change[]; end: (error?: Error) => void }[] = [];
  const unplanned = () => {
    throw new Error("unplanned");
  };
  const store: Store = {
    folder: unplanned,
    records: unplanned,
    close: unplanned,
    write: (changes) =>
      new Promise((resolve, reject) => {
        writes.push({ changes, end: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
  };
  return { store, writes, keys: () => writes.map(({ changes }) => changes.map(({ key }) => key)) };
}

const change = (key: string): Change => ({ key, value: 1 });

describe("a journal", () => {
  it("never has two writes at once, and keeps the order", async () => {
    const { store, writes, keys } = slowStore();
    const journal = createJournal(store);
    const first = journal.commit([change("a")]);
    const second = journal.commit([change("b"), change("c")]);
    const third = journal.commit([change("d")]);
    expect(keys()).toEqual([["a"]]);
    writes[0]?.end();
    await first;
    expect(keys()).toEqual([["a"], ["b", "c", "d"]]);
    writes[1]?.end();
    await Promise.all([second, third]);
  });

  it("tells of a write that failed, and goes on", async () => {
    const { store, writes } = slowStore();
    const journal = createJournal(store);
    const failing = journal.commit([change("a")]);
    writes[0]?.end(new Error("disk full"));
    await expect(failing).rejects.toThrow("disk full");
    const next = journal.commit([change("b")]);
    writes[1]?.end();
    await next;
  });
});
