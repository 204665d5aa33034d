import fc from "fast-check";
import { compilePattern } from "../../../local/events/pattern.ts";
import { invalidPatterns, patternCases } from "./pattern-cases.ts";

const matches = (pattern: unknown, event: unknown) => compilePattern(pattern)(event);
const leaf = (alternative: unknown, value: unknown) => matches({ a: [alternative] }, { a: value });

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const operand = fc.oneof(fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom("a", "b", "*") }));
const text = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "b", "A", "*") });

describe("compilePattern", () => {
  it.each(patternCases)("%s", (_, pattern, detail, expected) => {
    expect(matches({ detail: pattern }, { source: "reelbase", detail })).toBe(expected);
  });

  it.each([
    ...invalidPatterns,
    ["cidr", { detail: { a: [{ cidr: "10.0.0.0/24" }] } }],
    ["$or with one pattern", { $or: [{ a: ["x"] }] }],
    ["$or that is no list", { $or: { a: ["x"] } }],
    ["a list", ["x"]],
    ["a text", "x"],
    ["null", null],
  ])("refuses %s before there is any event", (_, pattern) => {
    expect(() => compilePattern(pattern)).toThrow(
      expect.objectContaining({ name: "InvalidEventPatternException" }),
    );
  });

  it("finds no field in what every object inherits", () => {
    expect(matches({ toString: [{ exists: true }] }, {})).toBe(false);
    expect(matches({ constructor: { name: ["Object"] } }, {})).toBe(false);
  });

  it("matches a scalar with itself and with nothing else", () => {
    fc.assert(
      fc.property(scalar, scalar, (one, other) => {
        expect(leaf(one, one)).toBe(true);
        expect(leaf(one, other)).toBe(one === other);
      }),
    );
  });

  it("matches a list exactly when it matches one of the elements", () => {
    fc.assert(
      fc.property(fc.array(scalar), scalar, (values, wanted) => {
        expect(leaf(wanted, values)).toBe(values.some((value) => leaf(wanted, value)));
      }),
    );
  });

  it("lets several alternatives match what one of them matches", () => {
    fc.assert(
      fc.property(fc.array(scalar, { minLength: 1 }), scalar, (alternatives, value) => {
        const expected = alternatives.some((one) => leaf(one, value));
        expect(matches({ a: alternatives }, { a: value })).toBe(expected);
      }),
    );
  });

  it("makes anything-but the opposite of the operator inside it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("prefix", "suffix", "equals-ignore-case"),
        fc.array(operand, { minLength: 1, maxLength: 3 }),
        text,
        (operator, operands, value) => {
          const positive = operands.some((one) => leaf({ [operator]: one }, value));
          expect(leaf({ "anything-but": { [operator]: operands } }, value)).toBe(!positive);
        },
      ),
    );
  });

  it("reads a wildcard like the regular expression that it stands for", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "ab", "")), text, (literals, value) => {
        const parts = literals.filter(
          (part, index) => part !== "" || index === 0 || index === literals.length - 1,
        );
        const pattern = parts.join("*");
        fc.pre(!pattern.includes("**"));
        const expression = new RegExp(`^${parts.join("[^]*")}$`);
        expect(leaf({ wildcard: pattern }, value)).toBe(expression.test(value));
      }),
    );
  });

  it("compares numbers as numbers do", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (value, bound) => {
        expect(leaf({ numeric: ["<", bound] }, value)).toBe(value < bound);
        expect(leaf({ numeric: ["<=", bound] }, value)).toBe(value <= bound);
        expect(leaf({ numeric: [">", bound] }, value)).toBe(value > bound);
        expect(leaf({ numeric: [">=", bound] }, value)).toBe(value >= bound);
        expect(leaf({ numeric: ["=", bound] }, value)).toBe(value === bound);
      }),
    );
  });

  it("makes $or match what one of its patterns matches", () => {
    const detail = fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom("x", "y"));
    const pattern = fc.dictionary(
      fc.constantFrom("a", "b"),
      fc.constantFrom(["x"], ["y"], [{ exists: false }]),
      {
        minKeys: 1,
      },
    );
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 2, maxLength: 4 }), detail, (patterns, event) => {
        expect(matches({ $or: patterns }, event)).toBe(patterns.some((one) => matches(one, event)));
      }),
    );
  });

  it("matches every event with the pattern that is made of the event's own leaves", () => {
    const json = fc.jsonValue({ depthSize: "small" });
    const patternOf = (value: unknown): unknown => {
      if (typeof value !== "object" || value === null) return [value];
      const inner = Object.entries(value)
        .map(([key, one]) => [key, patternOf(one)] as const)
        .filter(([, one]) => one !== undefined);
      return Array.isArray(value) || inner.length === 0 ? undefined : Object.fromEntries(inner);
    };
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), json), (event) => {
        const pattern = patternOf(event);
        fc.pre(pattern !== undefined && !JSON.stringify(pattern).includes('"$or"'));
        expect(matches(pattern, event)).toBe(true);
      }),
    );
  });
});
