/**
 * Where things stand in the one LevelDB: dynalite's own prefixes, needed to write an item and its index entries in
 * one batch, and the stand-in's beside them.
 */

const END = "\uffff";

export const itemPrefix = (table: string) => `item-${table}~`;
export const indexPrefix = (indexType: string, table: string, index: string) =>
  `index-${indexType.toLowerCase()}~${table}~${index}~`;
export const tableKey = (table: string) => `table~${table}`;
export const settingsKey = (table: string) => `settings~${table}`;
export const tokenKey = (token: string) => `token~${token}`;

/** All keys that start with `prefix`. */
export const startingWith = (prefix: string) => ({ gte: prefix, lt: prefix + END });

/** Everything that belongs to the rows of one table. */
export const rowRanges = (table: string) =>
  [itemPrefix(table), `index-global~${table}~`, `index-local~${table}~`].map(startingWith);
