/**
 * The environment variable without which a real account cannot be tested.
 *
 * @param what it has to hold, for the error
 */
export function requiredVariable(name: string, what: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`REMOTE=1 needs ${what} in the environment variable ${name}`);
  return value;
}
