import type { Place } from "../service.ts";
import { evaluateCondition } from "./conditions.ts";
import { NO_VALUE, resolveIntrinsics, type Scope } from "./intrinsics.ts";
import { parameterValue, pseudoParameters } from "./parameters.ts";
import { physicalName } from "./physical-name.ts";
import type { Identity, ResourceType } from "./resource-type.ts";
import type { Template, TemplateResource } from "./template.ts";
import { at, TemplateError } from "./template-error.ts";

export interface StackOptions {
  readonly stackName: string;
  readonly template: Template;
  readonly place: Place;
  readonly endpoint: string;
  readonly types: ReadonlyMap<string, ResourceType>;
}

/**
 * The template with its names: everything is resolved when it is asked for, and names never depend on what exists
 * already, so the order of the resources does not matter.
 */
export class Stack {
  readonly #options: StackOptions;
  readonly #pseudo: ReadonlyMap<string, unknown>;
  readonly #scope: Scope;
  /** What is being resolved, from the outside in; a name that comes up twice is a cycle. */
  readonly #open: string[] = [];

  constructor(options: StackOptions) {
    this.#options = options;
    this.#pseudo = pseudoParameters(options.stackName, options.place);
    this.#scope = {
      region: options.place.region,
      ref: (name) => this.#ref(name),
      attribute: (logicalId, attribute) => this.#attribute(logicalId, attribute),
      condition: (name) => this.#condition(name),
      mapping: (name, first, second) => this.#mapping(name, first, second),
    };
  }

  /** Logical ids of the resources whose condition holds. */
  resources(): string[] {
    return Object.entries(this.#options.template.Resources)
      .filter(([id, { Condition: name }]) => name === undefined || at(id, () => this.#condition(name)))
      .map(([id]) => id);
  }

  resource(logicalId: string): TemplateResource {
    const { Resources: resources } = this.#options.template;
    const resource = Object.hasOwn(resources, logicalId) ? resources[logicalId] : undefined;
    if (resource === undefined) throw new TemplateError(`there is no resource ${logicalId}`);
    return resource;
  }

  identity(logicalId: string): Identity {
    const { stackName, place, endpoint } = this.#options;
    const resource = this.resource(logicalId);
    const type = this.#type(logicalId);
    const property = (name: string) => {
      const value = this.#guarded(`${logicalId}.${name}`, () => {
        return resolveIntrinsics(resource.Properties[name], this.#scope);
      });
      return value === NO_VALUE ? undefined : value;
    };
    return {
      logicalId,
      get name() {
        const given = type.nameProperty === undefined ? undefined : property(type.nameProperty);
        return given === undefined ? physicalName(stackName, logicalId, type.nameRule) : String(given);
      },
      place,
      endpoint,
      property,
    };
  }

  /** The values of the outputs whose condition holds, by logical id of the output. */
  outputs(): Record<string, string> {
    const shown = Object.entries(this.#options.template.Outputs).filter(
      ([, { Condition: name }]) => name === undefined || this.#condition(name),
    );
    return Object.fromEntries(
      shown.map(([id, { Value: value }]) => [
        id,
        at(`output ${id}`, () => String(resolveIntrinsics(value, this.#scope))),
      ]),
    );
  }

  #ref(name: string): unknown {
    if (this.#pseudo.has(name)) return this.#pseudo.get(name);
    const { Parameters: parameters, Resources: resources } = this.#options.template;
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter !== undefined) return parameterValue(name, parameter);
    if (!Object.hasOwn(resources, name)) throw new TemplateError(`Ref to "${name}", which does not exist`);
    return this.#type(name).ref(this.identity(name));
  }

  #attribute(logicalId: string, attribute: string): unknown {
    const { attributes, type } = this.#type(logicalId);
    const read = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    if (read === undefined) {
      throw new TemplateError(`the attribute ${attribute} of ${logicalId} (${type}) is not supported`);
    }
    return read(this.identity(logicalId));
  }

  #type(logicalId: string): ResourceType {
    const name = this.resource(logicalId).Type;
    const type = this.#options.types.get(name);
    if (type === undefined)
      throw new TemplateError(`${logicalId} has the type ${name}, which is not supported`);
    return type;
  }

  #condition(name: string): boolean {
    const { Conditions: conditions } = this.#options.template;
    if (!Object.hasOwn(conditions, name)) throw new TemplateError(`the condition ${name} does not exist`);
    return this.#guarded(`condition ${name}`, () => evaluateCondition(conditions[name], this.#scope));
  }

  #mapping(name: string, first: string, second: string): unknown {
    const value = this.#options.template.Mappings[name]?.[first]?.[second];
    if (value === undefined) throw new TemplateError(`the mapping ${name} has no ${first}.${second}`);
    return value;
  }

  #guarded<T>(what: string, work: () => T): T {
    if (this.#open.includes(what)) {
      throw new TemplateError(`it refers to itself: ${[...this.#open, what].join(" -> ")}`);
    }
    this.#open.push(what);
    try {
      return work();
    } finally {
      this.#open.pop();
    }
  }
}
