// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub and of policy variables
import { arnPattern } from "../../../../local/assembly/iam/arn-pattern.ts";

test.each<[string, string, boolean]>([
  ["*", "arn:aws:s3:::videos", true],
  ["*", "*", true],
  ["arn:aws:s3:::videos", "arn:aws:s3:::videos", true],
  ["arn:aws:s3:::videos", "arn:aws:s3:::videos/a.mp4", false],
  ["arn:aws:s3:::videos/*", "arn:aws:s3:::videos/a/b.mp4", true],
  ["arn:aws:s3:::videos/*", "arn:aws:s3:::videos", false],
  ["arn:aws:s3:::videos/*", "arn:aws:s3:::videos/a:b:c", true],
  ["arn:aws:s3:::video?/x", "arn:aws:s3:::videos/x", true],
  ["arn:aws:s3:::video?/x", "arn:aws:s3:::video/x", false],
  ["arn:aws:s3:::a.b/*", "arn:aws:s3:::aXb/c", false],
  ["arn:aws:s3:::a/(1)[2]+$/*", "arn:aws:s3:::a/(1)[2]+$/c", true],
  [
    "arn:aws:lambda:us-east-1:111122223333:function:f:*",
    "arn:aws:lambda:us-east-1:111122223333:function:f:1",
    true,
  ],
  [
    "arn:aws:lambda:us-east-1:111122223333:function:f:*",
    "arn:aws:lambda:us-east-1:111122223333:function:f",
    false,
  ],
  ["arn:aws:bedrock:*::foundation-model/m", "arn:aws:bedrock:us-west-2::foundation-model/m", true],
  ["arn:aws:bedrock:*:foundation-model/m:x", "arn:aws:bedrock:us-west-2::foundation-model/m:x", false],
  ["arn:aws:s3:::videos/a\nb", "arn:aws:s3:::videos/a\nb", true],
  ["arn:aws:s3:::*", "*", false],
])("%s against %s: %s", (pattern, arn, expected) => {
  expect(arnPattern(pattern)(arn)).toBe(expected);
});

test.each(["videos/*", "arn:aws:s3*", "arn:aws:s3:::${aws:username}/*"])("refuses %s", (pattern) => {
  expect(() => arnPattern(pattern)).toThrow();
});
