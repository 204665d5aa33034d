/** Ends at once with its input. */
export const pass = { StartAt: "A", States: { A: { Type: "Pass", End: true } } };

/** Runs until somebody stops it. */
export const waitLong = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 99_999_999, End: true } } };

/** The ARN of an execution that the machine never had. */
export const missingExecution = (machineArn: string) =>
  `${machineArn.replace(":stateMachine:", ":execution:")}:none`;
