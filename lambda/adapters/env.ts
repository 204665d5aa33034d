import { Settings } from "../contracts/settings.ts";

/** The one place that reads the environment. A missing variable is a fault of the deployment, and says its name. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`The environment variable ${name} is missing.`);
  return value;
}

export function settingsFromEnv(): Settings {
  return Settings.parse(JSON.parse(requireEnv("SETTINGS")));
}

/** A comma-separated list, which may be empty or not be there at all. */
export function listFromEnv(name: string): string[] {
  const entries = (process.env[name] ?? "").split(",").map((entry) => entry.trim());
  return entries.filter((entry) => entry !== "");
}
