// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub and of policy variables
import { compileConditions } from "../../../../local/assembly/iam/condition.ts";

const holds = (block: unknown, context: Record<string, string>, deny = false) =>
  compileConditions(block, deny)(new Map(Object.entries(context)));

/** Keys of a context are in lower case; a policy may write them as it likes. */
const source = { "aws:sourcearn": "arn:aws:events:us-east-1:111122223333:rule/up" };

test.each<[string, unknown, Record<string, string>, boolean]>([
  ["no block", undefined, {}, true],
  ["one of several values", { StringEquals: { "s3:prefix": ["a", "b"] } }, { "s3:prefix": "b" }, true],
  ["none of several values", { StringEquals: { "s3:prefix": ["a", "b"] } }, { "s3:prefix": "c" }, false],
  ["an absent key", { StringEquals: { "s3:prefix": "a" } }, {}, false],
  ["an absent key with IfExists", { StringEqualsIfExists: { "s3:prefix": "a" } }, {}, true],
  [
    "another value with IfExists",
    { StringEqualsIfExists: { "s3:prefix": "a" } },
    { "s3:prefix": "b" },
    false,
  ],
  ["upper case", { StringEquals: { "s3:prefix": "A" } }, { "s3:prefix": "a" }, false],
  ["upper case ignored", { StringEqualsIgnoreCase: { "s3:prefix": "A" } }, { "s3:prefix": "a" }, true],
  ["a wildcard", { StringLike: { "s3:prefix": "videos/*" } }, { "s3:prefix": "videos/a/b" }, true],
  ["a dot is no wildcard", { StringLike: { "s3:prefix": "a.c" } }, { "s3:prefix": "abc" }, false],
  [
    "a negated operator with the value",
    { StringNotEquals: { "s3:prefix": "a" } },
    { "s3:prefix": "a" },
    false,
  ],
  [
    "a negated operator with another",
    { StringNotEquals: { "s3:prefix": ["a", "b"] } },
    { "s3:prefix": "c" },
    true,
  ],
  ["a negated operator without the key", { StringNotEquals: { "s3:prefix": "a" } }, {}, true],
  ["ArnEquals", { ArnEquals: { "aws:SourceArn": source["aws:sourcearn"] } }, source, true],
  ["ArnLike in one part", { ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/*" } }, source, true],
  ["ArnLike not across parts", { ArnLike: { "aws:SourceArn": "arn:aws:events:*:rule/*:x" } }, source, false],
  ["ArnNotLike", { ArnNotLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/*" } }, source, false],
  ["Bool", { Bool: { "aws:SecureTransport": "false" } }, { "aws:securetransport": "true" }, false],
  [
    "Bool written as boolean",
    { Bool: { "aws:SecureTransport": true } },
    { "aws:securetransport": "true" },
    true,
  ],
  ["a smaller number", { NumericLessThan: { "s3:TlsVersion": 1.2 } }, { "s3:tlsversion": "1.3" }, false],
  [
    "a larger number",
    { NumericGreaterThanEquals: { "s3:TlsVersion": "1.2" } },
    { "s3:tlsversion": "1.3" },
    true,
  ],
  ["Null of an absent key", { Null: { "s3:prefix": "true" } }, {}, true],
  ["Null of a present key", { Null: { "s3:prefix": "true" } }, { "s3:prefix": "" }, false],
  ["ForAnyValue", { "ForAnyValue:StringEquals": { "s3:prefix": ["a", "b"] } }, { "s3:prefix": "a" }, true],
  ["ForAnyValue without the key", { "ForAnyValue:StringEquals": { "s3:prefix": "a" } }, {}, false],
  ["ForAllValues without the key", { "ForAllValues:StringEquals": { "s3:prefix": "a" } }, {}, true],
  [
    "all lines together",
    { StringEquals: { "s3:prefix": "a" }, Bool: { "aws:SecureTransport": "true" } },
    { "s3:prefix": "a", "aws:securetransport": "false" },
    false,
  ],
  ["a key that no request has", { StringEquals: { "kms:ViaService": "s3" } }, {}, false],
])("%s", (_name, block, context, expected) => {
  expect(holds(block, context)).toBe(expected);
});

test.each<[string, unknown, boolean, string]>([
  [
    "an unknown operator",
    { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    false,
    "IpAddress is not supported",
  ],
  ["what objects inherit", { toString: { "s3:prefix": "a" } }, false, "toString is not supported"],
  ["a policy variable", { StringLike: { "s3:prefix": "${aws:username}/*" } }, false, "policy variable"],
  ["no number", { NumericLessThan: { "s3:TlsVersion": "x" } }, false, "not a number"],
  // Locally these keys are absent always, which would lift the ban or grant without the reason.
  ["a ban on an unknown key", { StringEquals: { "aws:PrincipalTag/a": "b" } }, true, "aws:PrincipalTag/a"],
  [
    "a grant without an unknown key",
    { StringNotEquals: { "kms:ViaService": "s3" } },
    false,
    "kms:ViaService",
  ],
  ["Null of an unknown key", { Null: { "aws:TokenIssueTime": "true" } }, false, "aws:TokenIssueTime"],
])("refuses %s", (_name, block, deny, message) => {
  expect(() => compileConditions(block, deny)).toThrow(message);
});
