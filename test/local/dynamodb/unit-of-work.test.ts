import type { DynaliteStore, LevelChange, Rows } from "../../../local/dynamodb/dynalite.ts";
import { createUnitOfWork } from "../../../local/dynamodb/unit-of-work.ts";

const unplanned = (): never => {
  throw new Error("not planned");
};

/** A store that only takes batches; everything else is a fault of the test. */
function aStore(batches: (readonly LevelChange[])[]): DynaliteStore {
  const rows: Rows = { get: unplanned, put: unplanned, del: unplanned, lock: unplanned };
  return {
    options: { maxItemSize: 1 },
    db: {
      open: unplanned,
      close: unplanned,
      get: unplanned,
      put: unplanned,
      clear: unplanned,
      iterator: unplanned,
      batch: async (changes) => {
        batches.push(changes);
      },
    },
    tableDb: { awsAccountId: "", awsRegion: "" },
    getItemDb: () => rows,
    getIndexDb: () => rows,
  };
}

it("keeps all writes back until the commit, then hands them over as one batch", async () => {
  const batches: (readonly LevelChange[])[] = [];
  const unit = createUnitOfWork(aStore(batches));
  unit.store.getItemDb("catalog").put("k1", { n: 1 }, () => {});
  unit.store.getIndexDb("Global", "catalog", "byIndex").del("k2", () => {});
  unit.store.getItemDb("other").del("k3", () => {});
  expect(batches).toEqual([]);
  await unit.commit([{ type: "put", key: "token~t", value: 1 }]);
  expect(batches).toEqual([
    [
      { type: "put", key: "item-catalog~k1", value: { n: 1 } },
      { type: "del", key: "index-global~catalog~byIndex~k2" },
      { type: "del", key: "item-other~k3" },
      { type: "put", key: "token~t", value: 1 },
    ],
  ]);
});

it("writes nothing when there is nothing to write", async () => {
  const batches: (readonly LevelChange[])[] = [];
  await createUnitOfWork(aStore(batches)).commit();
  expect(batches).toEqual([]);
});
