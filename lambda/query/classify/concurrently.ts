/**
 * Does the work for every item, at most `limit` at a time, and takes an item only when its turn has come. After the
 * first failure no further item is begun.
 * @throws what the first failing work threw
 */
export async function concurrently<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const source = (async function* () {
    yield* items;
  })();
  let isOver = false;
  const worker = async () => {
    for (let next = await source.next(); !isOver && !next.done; next = await source.next()) {
      await work(next.value);
    }
  };
  const stop = async (error: unknown) => {
    isOver = true;
    await source.return();
    throw error;
  };
  await Promise.all(Array.from({ length: limit }, () => worker().catch(stop)));
}
