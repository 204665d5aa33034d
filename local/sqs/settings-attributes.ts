import * as z from "zod";
import { ServiceError } from "../service.ts";
import { notSupported } from "./errors.ts";
import { type QueueSettings, type Redrive, settingRanges } from "./settings.ts";

/** The settings under the names and in the text form of queue attributes. */
export function attributesOfSettings(settings: QueueSettings): Record<string, string> {
  const numbers = Object.entries(settingRanges).map(([name, { setting }]) => [
    name,
    String(settings[setting]),
  ]);
  const { redrive } = settings;
  return {
    ...Object.fromEntries(numbers),
    ...(redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: redrive.deadLetterArn,
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
  };
}

/**
 * The settings with the given queue attributes applied.
 * @throws InvalidAttributeValue, or UnsupportedOperation (501) for an attribute without effect here
 */
export function settingsFromAttributes(
  attributes: Readonly<Record<string, string>>,
  before: QueueSettings,
): QueueSettings {
  const settings: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "RedrivePolicy") {
      const redrive = parseRedrive(value);
      if (redrive === undefined) delete settings["redrive"];
      else settings["redrive"] = redrive;
    } else if (isRanged(name)) {
      settings[settingRanges[name].setting] = parseNumber(name, value);
    } else {
      throw notSupported(`the queue attribute ${name}`);
    }
  }
  return settings as unknown as QueueSettings;
}

/** @throws InvalidAttributeValue when a setting is outside its range */
export function checkSettings(settings: QueueSettings): void {
  for (const [name, { setting }] of Object.entries(settingRanges)) {
    if (isRanged(name)) parseNumber(name, String(settings[setting]));
  }
  const { redrive } = settings;
  if (redrive !== undefined) {
    parseRedrive(
      JSON.stringify({
        deadLetterTargetArn: redrive.deadLetterArn,
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    );
  }
}

function isRanged(name: string): name is keyof typeof settingRanges {
  return Object.hasOwn(settingRanges, name);
}

function parseNumber(name: keyof typeof settingRanges, value: string): number {
  const { min, max } = settingRanges[name];
  const number = Number(value);
  if (value.trim() === "" || !Number.isInteger(number) || number < min || number > max) {
    throw new ServiceError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
  }
  return number;
}

const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string().startsWith("arn:aws:sqs:"),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

/** Empty text takes the policy away. */
function parseRedrive(value: string): Redrive | undefined {
  if (value === "") return undefined;
  try {
    const { deadLetterTargetArn, maxReceiveCount } = redrivePolicy.parse(JSON.parse(value));
    return { deadLetterArn: deadLetterTargetArn, maxReceiveCount };
  } catch {
    throw new ServiceError(
      "InvalidAttributeValue",
      `Value ${value} for parameter RedrivePolicy is invalid. Reason: It needs a deadLetterTargetArn and a maxReceiveCount from 1 to 1000.`,
    );
  }
}
