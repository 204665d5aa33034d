import type { Operation } from "../front.ts";

export const listTables: Operation = async ({ engine }, input, caller) => {
  const data = engine.validate("ListTables", input);
  caller.authorize("dynamodb:ListTables", "*");
  return engine.act("ListTables", data);
};
