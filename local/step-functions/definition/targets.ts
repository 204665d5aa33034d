import type { State } from "./machine.ts";

/** The states that may follow a state. */
export function targetsOf(state: State): string[] {
  switch (state.type) {
    case "Succeed":
    case "Fail":
      return [];
    case "Choice":
      return [...state.choices.map(({ next }) => next), ...present(state.default)];
    case "Task":
    case "Parallel":
    case "Map":
      return [...present(state.next), ...state.catch.map(({ next }) => next)];
    default:
      return present(state.next);
  }
}

function present(name: string | undefined): string[] {
  return name === undefined ? [] : [name];
}
