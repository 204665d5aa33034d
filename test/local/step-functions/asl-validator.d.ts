declare module "asl-validator" {
  /** Checks a definition against the JSON schemas of the Amazon States Language. */
  export default function validate(definition: unknown): {
    readonly isValid: boolean;
    readonly errors: readonly { readonly "Error code": string; readonly Message: string }[];
  };
}
