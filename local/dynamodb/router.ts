import type { Operation } from "./front.ts";
import { batchGetItem } from "./operations/batch-get-item.ts";
import { batchWriteItem } from "./operations/batch-write-item.ts";
import { createTable } from "./operations/create-table.ts";
import { deleteTable } from "./operations/delete-table.ts";
import { describeContinuousBackups } from "./operations/describe-continuous-backups.ts";
import { describeTable } from "./operations/describe-table.ts";
import { describeTimeToLive } from "./operations/describe-time-to-live.ts";
import { listTables } from "./operations/list-tables.ts";
import { readItems } from "./operations/read-items.ts";
import { transactGetItems } from "./operations/transact-get-items.ts";
import { transactWriteItems } from "./operations/transact-write-items.ts";
import { updateContinuousBackups } from "./operations/update-continuous-backups.ts";
import { updateTable } from "./operations/update-table.ts";
import { updateTimeToLive } from "./operations/update-time-to-live.ts";
import { writeItem } from "./operations/write-item.ts";

/** All operations by their API names. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    CreateTable: createTable,
    DeleteItem: writeItem("DeleteItem"),
    DeleteTable: deleteTable,
    DescribeContinuousBackups: describeContinuousBackups,
    DescribeTable: describeTable,
    DescribeTimeToLive: describeTimeToLive,
    GetItem: readItems("GetItem"),
    ListTables: listTables,
    PutItem: writeItem("PutItem"),
    Query: readItems("Query"),
    Scan: readItems("Scan"),
    TransactGetItems: transactGetItems,
    TransactWriteItems: transactWriteItems,
    UpdateContinuousBackups: updateContinuousBackups,
    UpdateItem: writeItem("UpdateItem"),
    UpdateTable: updateTable,
    UpdateTimeToLive: updateTimeToLive,
  }),
);
