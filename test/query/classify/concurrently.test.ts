import { concurrently } from "../../../lambda/query/classify/concurrently.ts";

/** Lets all work that waits for nothing go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("does the work for every item, at most so many at a time", async () => {
  let [active, most] = [0, 0];
  const done: number[] = [];
  await concurrently([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    most = Math.max(most, ++active);
    await settle();
    active--;
    done.push(item);
  });
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test("takes an item only when its turn has come", async () => {
  const taken: number[] = [];
  async function* endless() {
    for (let item = 0; ; item++) {
      taken.push(item);
      yield item;
    }
  }
  const failure = new Error("third");
  const work = concurrently(endless(), 2, async (item) => {
    await settle();
    if (item === 3) throw failure;
  });
  await expect(work).rejects.toBe(failure);
  await settle();
  expect(taken.length).toBeLessThanOrEqual(6);
});

test("closes its source after a failure", async () => {
  let isClosed = false;
  async function* source() {
    try {
      yield 1;
      yield 2;
    } finally {
      isClosed = true;
    }
  }
  const work = concurrently(source(), 1, async () => {
    throw new Error("first");
  });
  await expect(work).rejects.toThrow("first");
  expect(isClosed).toBe(true);
});
