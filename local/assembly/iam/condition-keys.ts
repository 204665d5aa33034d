/**
 * Condition keys, in lower case, that requests carry where AWS sets them: those below `aws:` and the TLS version are
 * added to every request, the others come from the stand-ins. A policy that needs the absence of another key to mean
 * "not so" stops the boot: locally it would be absent always.
 */
export const SUPPLIED_KEYS: ReadonlySet<string> = new Set([
  "aws:securetransport",
  "s3:tlsversion",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:resourceaccount",
  "aws:requestedregion",
  "aws:sourcearn",
  "aws:sourceaccount",
  "bedrock:inferenceprofilearn",
  "s3:prefix",
  "s3:versionid",
]);
