import { resolveIntrinsics, type Scope } from "./intrinsics.ts";
import { TemplateError } from "./template-error.ts";

/**
 * Value of a condition expression (`Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, `Condition`).
 * @throws `TemplateError` for any other function
 */
export function evaluateCondition(expression: unknown, scope: Scope): boolean {
  const [name, argument] = only(expression);
  switch (name) {
    case "Condition":
      return scope.condition(String(argument));
    case "Fn::Equals": {
      const [left, right] = operands(argument, name, 2, 2).map((operand) =>
        resolveIntrinsics(operand, scope),
      );
      return JSON.stringify(left) === JSON.stringify(right);
    }
    case "Fn::Not":
      return operands(argument, name, 1, 1).every((operand) => !evaluateCondition(operand, scope));
    case "Fn::And":
      return operands(argument, name, 2, 10).every((operand) => evaluateCondition(operand, scope));
    case "Fn::Or":
      return operands(argument, name, 2, 10).some((operand) => evaluateCondition(operand, scope));
    default:
      throw new TemplateError(`${name} is not supported in a condition`);
  }
}

function only(expression: unknown): [string, unknown] {
  const entries = typeof expression === "object" && expression !== null ? Object.entries(expression) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) throw new TemplateError("a condition needs one function");
  return entry;
}

/** CloudFormation takes 2 to 10 operands of `Fn::And` and `Fn::Or`. */
function operands(argument: unknown, name: string, least: number, most: number): unknown[] {
  if (Array.isArray(argument) && argument.length >= least && argument.length <= most) return argument;
  throw new TemplateError(`${name} needs ${least === most ? least : `${least} to ${most}`} operands`);
}
