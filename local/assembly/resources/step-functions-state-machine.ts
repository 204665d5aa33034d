import * as z from "zod";
import { defineResource, type Identity } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

const arn = ({ name, place }: Identity) =>
  `arn:aws:states:${place.region}:${place.account}:stateMachine:${name}`;

const substitution = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const stepFunctionsStateMachine = defineResource({
  type: "AWS::StepFunctions::StateMachine",
  nameProperty: "StateMachineName",
  nameRule: { limit: 80 },
  ref: arn,
  attributes: { Arn: arn, Name: ({ name }) => name },
  properties: {
    StateMachineName: z.string().optional(),
    StateMachineType: z.literal("STANDARD").optional(),
    DefinitionString: z.string().optional(),
    Definition: z.record(z.string(), z.unknown()).optional(),
    DefinitionSubstitutions: z.record(z.string(), substitution).default({}),
    RoleArn: z.string(),
  },
  noLocalEffect: {
    EncryptionConfiguration: "the journal lies on the developer's own disk",
    LoggingConfiguration: "the history of an execution can be asked for",
    TracingConfiguration: "there are no traces",
  },
  create: async (machine, { access, standIns }) => {
    const { DefinitionString, Definition, DefinitionSubstitutions, RoleArn } = machine.properties;
    const text = DefinitionString ?? (Definition && JSON.stringify(Definition));
    if (text === undefined) throw new TemplateError("a state machine needs a DefinitionString or Definition");
    const caller = access.assume(RoleArn, "states.amazonaws.com", machine.name, arn(machine));
    const made = await standIns.stepFunctions.createStateMachine({
      name: machine.name,
      definition: substitute(text, DefinitionSubstitutions),
      // The stand-in tells clients the name as the role of the machine.
      caller: { ...caller, name: RoleArn },
    });
    if (made.arn !== arn(machine)) {
      throw new TemplateError(`the state machine is called ${made.arn}, but the template was told otherwise`);
    }
  },
});

/** Puts the values in the place of `${Name}`; what is not in the list stays, as in the service. */
function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{([A-Za-z0-9_-]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
