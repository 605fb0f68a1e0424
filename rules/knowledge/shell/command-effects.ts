/** What one command does to the state of a script: variables, directory, `set -e`, account tools, and whether it goes on. */
import { setsErrexit } from "#grammar/shell/interpreter.ts";
import type { Command } from "#grammar/shell/tree.ts";
import { fileChanges, isKeptAside, toolAt } from "./file-changes.ts";
import { hasWord, type Invocation, resolveWord } from "./invocation.ts";
import type { Certainty, State } from "./state.ts";

/** The state after a command that calls no function of the script. */
export function applyCommand(state: State, command: Command, invocation: Invocation | undefined): State {
  const changed = applyFileChanges(state, command, invocation);
  if (command.words.length === 0) return assign(changed, command);
  if (invocation === undefined) return changed;
  const after = applyProgram(changed, command, invocation);
  return isExec(command) ? { ...after, reached: "no" } : after;
}

/** The state with one variable set; `value` undefined makes it unknown. */
export function setVariable(state: State, name: string, value: string | undefined): State {
  return { ...state, variables: state.variables.with(name, value) };
}

const STATEFUL: ReadonlySet<string> = new Set(
  "export declare typeset local readonly unset read cd pushd popd . source eval set exit return".split(" "),
);

function applyProgram(state: State, command: Command, invocation: Invocation): State {
  if (!STATEFUL.has(invocation.name)) return state;
  const values = invocation.arguments.map((argument) => argument.value);
  switch (invocation.name) {
    case "export":
    case "declare":
    case "typeset":
    case "local":
    case "readonly":
      return declare(state, command, invocation);
    case "unset":
      return values.reduce((at, name) => (name === undefined ? at : unsetVariable(at, name)), state);
    case "read":
      return values.reduce((at, name) => (name?.startsWith("-") ? at : setVariable(at, name ?? "", undefined)), state);
    case "cd":
    case "pushd": {
      const to = values.find((value) => !value?.startsWith("-"));
      return { ...state, directory: changeDirectory(state.directory, to) };
    }
    case "popd":
    case ".":
    case "source":
    case "eval":
      return { ...state, directory: undefined, hasSourced: state.hasSourced || invocation.name !== "popd" };
    case "set":
      return {
        ...state,
        errexit: errexitAfterSet(state.errexit, values),
        pipefail: pipefailAfterSet(state.pipefail, values),
      };
    case "exit":
    case "return":
      return { ...state, reached: "no" };
    default:
      return state;
  }
}

/** `exec program` ends the script; `exec` with redirects alone does not. */
function isExec({ words }: Command): boolean {
  return words[0]?.value === "exec" && words.length > 1;
}

function unsetVariable(state: State, name: string): State {
  return { ...state, variables: state.variables.without(name) };
}

function assign(state: State, command: Command): State {
  return command.assignments.reduce((at, { name, value, append }) => {
    const own = value === undefined ? undefined : resolveWord(value, at.variables);
    const old = append ? at.variables.get(name) : "";
    return setVariable(at, name, own === undefined || old === undefined ? undefined : old + own);
  }, state);
}

function declare(state: State, command: Command, invocation: Invocation): State {
  const exports = invocation.name === "export" || hasWord(invocation, "-x");
  let { exported } = state;
  let after = assign(state, command);
  for (const { value, word } of invocation.arguments) {
    const [assignment, name, append] = /^([A-Za-z_]\w*)(\+?)=/.exec(value ?? word.text) ?? [];
    const declared = name ?? /^[A-Za-z_]\w*$/.exec(value ?? "")?.[0];
    if (exports && declared !== undefined && !exported.has(declared)) exported = new Set([...exported, declared]);
    if (assignment === undefined || name === undefined) continue;
    after = setVariable(after, name, append === "" ? value?.slice(assignment.length) : undefined);
  }
  return { ...after, exported };
}

function changeDirectory(from: string | undefined, to: string | undefined): string | undefined {
  if (to === undefined || from === undefined) return to?.startsWith("/") ? to : undefined;
  if (to.startsWith("/")) return to.replace(/(.)\/+$/, "$1");
  if (to === ".") return from;
  if (/(?:^|\/)\.\.?(?:\/|$)|[~*?]/.test(to)) return undefined;
  return `${from.replace(/\/$/, "")}/${to.replace(/\/+$/, "")}`;
}

function errexitAfterSet(before: Certainty, options: readonly (string | undefined)[]): Certainty {
  const given = options.filter((option) => option !== undefined);
  if (setsErrexit(given)) return "yes";
  const turnsOff = given.some(
    (option, at) => /^\+[a-zA-Z]*e/.test(option) || (option === "errexit" && given[at - 1] === "+o"),
  );
  return turnsOff ? "no" : before;
}

function pipefailAfterSet(before: Certainty, options: readonly (string | undefined)[]): Certainty {
  const option = options[options.indexOf("pipefail") - 1];
  if (option === undefined) return before;
  return option.startsWith("+") ? "no" : "yes";
}

function applyFileChanges(state: State, command: Command, invocation: Invocation | undefined): State {
  const changes = fileChanges(command, invocation, state.variables);
  if (changes.length === 0) return state;
  let stubbed: Map<string, Certainty> | undefined;
  for (const { path, how, from } of changes) {
    const tool = toolAt(path);
    if (tool === undefined || how === "append" || how === "edit" || how === "remove") continue;
    stubbed ??= new Map(state.stubbed);
    stubbed.set(tool, from !== undefined && isKeptAside(from) ? "no" : "yes");
  }
  return stubbed === undefined ? state : { ...state, stubbed };
}
