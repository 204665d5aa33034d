import type { AttributeValue, Expression, Fields } from "./dynalite.ts";
import { unsupported } from "./errors.ts";

const EQUALITIES = new Set(["=", "<>", "in"]);

/**
 * dynalite finds no map or list equal to another one. Until it does, a condition or filter that compares with such
 * a literal is refused: a wrong answer would look like a lost race.
 */
export function refuseDocumentComparisons(data: Fields): void {
  for (const name of ["_condition", "_filter"]) {
    const parsed = data[name] as { readonly expression?: Expression } | undefined;
    if (parsed?.expression) walk(parsed.expression);
  }
}

function walk({ type, args }: Expression): void {
  for (const operand of args) {
    if (isExpression(operand)) walk(operand);
    else if (EQUALITIES.has(type) && ("M" in operand || "L" in operand)) {
      throw unsupported("Comparing a map or a list with =, <> or IN");
    }
  }
}

function isExpression(operand: Expression | AttributeValue | readonly unknown[]): operand is Expression {
  return "type" in operand && "args" in operand && Array.isArray(operand.args);
}
