import * as z from "zod";
import type { Place } from "../service.ts";
import type { Cloud } from "./cloud.ts";
import type { NameRule } from "./physical-name.ts";

/** What a resource is called; enough for `Ref` and `Fn::GetAtt`, also before the resource exists. */
export interface Identity {
  readonly logicalId: string;
  /** Physical name: the template's, else one made of stack and logical id. */
  readonly name: string;
  readonly place: Place;
  /** The loopback port: part of a queue's URL. */
  readonly endpoint: string;
  /** One property with its intrinsics resolved; undefined when it is not set. */
  property(name: string): unknown;
}

/** A resource whose properties were read and understood. */
export interface Prepared {
  /**
   * What cannot change while the resource has data: CloudFormation would make a new resource in its place.
   * Undefined when nothing of the kind exists.
   */
  readonly fixed: unknown;
  create(cloud: Cloud): Promise<void>;
}

/** One supported type of the template. */
export interface ResourceType {
  readonly type: string;
  /** Property that holds the physical name, when the template may give one. */
  readonly nameProperty: string | undefined;
  readonly nameRule: NameRule;
  ref(identity: Identity): string;
  /** Every attribute that `Fn::GetAtt` may ask for. */
  readonly attributes: Readonly<Record<string, (identity: Identity) => string>>;
  /** @throws `PropertyErrors` for properties that are unknown or not supported */
  prepare(identity: Identity, propertyNames: readonly string[]): Prepared;
}

export interface Definition<S extends z.ZodRawShape> {
  readonly type: string;
  readonly nameProperty?: string;
  readonly nameRule?: NameRule;
  /** Default: the physical name. */
  readonly ref?: (identity: Identity) => string;
  readonly attributes?: Readonly<Record<string, (identity: Identity) => string>>;
  /** The supported properties. What stands neither here nor in `noLocalEffect` stops the boot. */
  readonly properties: S;
  /** Properties that change nothing locally, each with the reason; their values are not looked at. */
  readonly noLocalEffect?: Readonly<Record<string, string>>;
  readonly fixed?: (properties: z.infer<z.ZodObject<S>>) => unknown;
  /** What it gives is awaited and dropped. */
  readonly create?: (
    resource: Identity & { readonly properties: z.infer<z.ZodObject<S>> },
    cloud: Cloud,
  ) => unknown;
}

/** What is wrong with the properties of one resource, one line each. */
export class PropertyErrors extends Error {
  override readonly name = "PropertyErrors";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("; "));
    this.problems = problems;
  }
}

/** What roles, functions and rules take; the names of other types without a rule of their own are seen by nobody. */
const DEFAULT_NAME_RULE: NameRule = { limit: 64 };

/** Tags are for bills and searches in the account. */
const EVERYWHERE_WITHOUT_EFFECT = ["Tags"];

export function defineResource<S extends z.ZodRawShape>(definition: Definition<S>): ResourceType {
  const schema = z.strictObject(definition.properties);
  const ignored = new Set([...EVERYWHERE_WITHOUT_EFFECT, ...Object.keys(definition.noLocalEffect ?? {})]);
  return {
    type: definition.type,
    nameProperty: definition.nameProperty,
    nameRule: definition.nameRule ?? DEFAULT_NAME_RULE,
    ref: definition.ref ?? (({ name }) => name),
    attributes: definition.attributes ?? {},
    prepare(identity, propertyNames) {
      const looked = propertyNames.filter((name) => !ignored.has(name));
      const raw = looked.map((name) => [name, identity.property(name)] as const);
      const parsed = schema.safeParse(Object.fromEntries(raw.filter(([, value]) => value !== undefined)));
      if (!parsed.success) throw new PropertyErrors(parsed.error.issues.flatMap(describe));
      const properties = parsed.data;
      return {
        fixed: definition.fixed?.(properties),
        create: async (cloud) => {
          await definition.create?.({ ...identity, properties }, cloud);
        },
      };
    },
  };
}

function describe(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `the property ${[...path, key].join(".")} is not supported`);
  }
  return [`the property ${path.join(".")} is not supported with this value (${issue.message})`];
}
