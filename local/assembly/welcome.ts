/** Plain text for a person who opens the endpoint. */
export function welcome(endpoint: string, outputs: Readonly<Record<string, string>>): string {
  const lines = Object.entries(outputs).map(([name, value]) => `  ${name} = ${value}\n`);
  return [
    `This is a local host of AWS services at ${endpoint}.\n`,
    "Use it as endpoint with dummy credentials, for instance:\n",
    `  AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws --endpoint-url ${endpoint} s3 ls\n`,
    ...(lines.length > 0 ? ["\nOutputs of the stack:\n", ...lines] : []),
  ].join("");
}
