/**
 * One forward pass over a script: what holds before each command. Loops over known words are walked word by word,
 * functions where they are called; where ways meet, what differs is unknown.
 */
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type {
  Chain,
  Command,
  Conditional,
  FunctionDefinition,
  Handed,
  List,
  Loop,
  ShellNode,
  Test,
} from "#grammar/shell/tree.ts";
import type { Target } from "../../define-rule.ts";
import { accountFilesAreMounts, asksForAccountMount } from "../accounts/mount-guard.ts";
import type { BaseImage } from "../images/distributions.ts";
import { applyCommand, setVariable } from "./command-effects.ts";
import { failureIsTolerated } from "./failure.ts";
import { type FileChange, fileChanges } from "./file-changes.ts";
import { expandWord, hasWord, type Invocation, readInvocation } from "./invocation.ts";
import { askedManager, hasManager } from "./manager-question.ts";
import { ProgramIndex } from "./program-index.ts";
import { type Certainty, joinStates, type State, Variables } from "./state.ts";

/** One way that a command runs. */
export interface Run {
  readonly command: Command;
  /** What holds before it. */
  readonly state: State;
  /** What it runs; undefined for bare assignments and for a program that is not known. */
  readonly invocation: Invocation | undefined;
}

/** A run of a program that is known. */
export interface ProgramRun extends Run {
  readonly invocation: Invocation;
}

/** A run that changes a file. */
export interface ChangingRun extends Run {
  readonly change: FileChange;
}

export interface Flow {
  /** What holds before a command, joined over all the ways that it runs. */
  stateBefore(command: Command): State;
  /** The same for a test, which is no command. */
  stateBeforeTest(test: Test): State;
  /** The ways that a command runs and is reached: one for each word of the loops around it and for each call. */
  runsOf(command: Command): readonly Run[];
  /** All runs, in file order. */
  readonly runs: readonly Run[];
  /** Those of programs that are known. */
  readonly programs: readonly ProgramRun[];
  /** Those of programs that have one of these names. */
  programsNamed(...names: readonly string[]): readonly ProgramRun[];
  /** Those of programs whose names match. */
  programsMatching(names: RegExp): readonly ProgramRun[];
  /** What all runs change of files whose names are known, in file order. */
  readonly changes: readonly ChangingRun[];
}

/**
 * Commands that are walked at the most, a command in a loop counted for each word: beyond them loops are walked once and
 * calls not at all, so that a small script cannot take for ever.
 */
const MOST_STEPS = 20_000;

/** Ways of one command that are told apart: more say nothing new. */
const MOST_RUNS = 500;

/** Walks a script in which `target` decides what its mount guards answer, and `base` which package managers there are. */
export function followScript(script: BuildScript, target: Target, base: BaseImage | undefined): Flow {
  const walker = new Walker(script, target, base);
  walker.walkAll(script.tree?.list ?? [], {
    reached: "yes",
    errexit: script.interpreter.errexit ? "yes" : "no",
    pipefail: script.interpreter.pipefail ? "yes" : "no",
    hasSourced: false,
    variables: Variables.none,
    exported: new Set(),
    directory: "/",
    stubbed: new Map(),
  });
  return walker;
}

class Walker implements Flow {
  readonly #runs = new Map<Command, Run[]>();
  readonly #reached = new Map<Command, readonly Run[]>();
  readonly #joined = new Map<Command, State>();
  readonly #tests = new Map<Test, State>();
  readonly #functions = new Map<string, FunctionDefinition>();
  readonly #called = new Set<FunctionDefinition>();
  /** Functions whose bodies are being walked: a call of one of them goes no further. */
  readonly #inside = new Set<FunctionDefinition>();
  readonly #mountAnswer: Certainty;
  readonly #base: BaseImage | undefined;
  #steps = 0;

  #allReached: readonly Run[] | undefined;
  #programs: readonly ProgramRun[] | undefined;
  #index: ProgramIndex | undefined;
  #changes: readonly ChangingRun[] | undefined;
  readonly #script: BuildScript;

  constructor(script: BuildScript, target: Target, base: BaseImage | undefined) {
    this.#script = script;
    this.#mountAnswer = accountFilesAreMounts(target);
    this.#base = base;
  }

  stateBefore(command: Command): State {
    let joined = this.#joined.get(command);
    if (joined === undefined) {
      const runs = this.#runs.get(command) ?? [];
      joined = runs.reduce((all, { state }) => joinStates(all, state), runs[0]?.state ?? NOWHERE);
      this.#joined.set(command, joined);
    }
    return joined;
  }

  stateBeforeTest(test: Test): State {
    return this.#tests.get(test) ?? NOWHERE;
  }

  runsOf(command: Command): readonly Run[] {
    let reached = this.#reached.get(command);
    if (reached === undefined) {
      const runs = this.#runs.get(command) ?? NEVER;
      reached = runs.every(isReached) ? runs : runs.filter(isReached);
      this.#reached.set(command, reached);
    }
    return reached;
  }

  get runs(): readonly Run[] {
    this.#allReached ??= this.#findRuns();
    return this.#allReached;
  }

  #findRuns(): Run[] {
    const all: Run[] = [];
    for (const command of this.#script.commands) all.push(...this.runsOf(command));
    return all;
  }

  get programs(): readonly ProgramRun[] {
    this.#programs ??= this.runs.filter(isOfProgram);
    return this.#programs;
  }

  programsNamed(...names: readonly string[]): readonly ProgramRun[] {
    this.#index ??= new ProgramIndex(this.programs);
    return this.#index.named(names);
  }

  programsMatching(names: RegExp): readonly ProgramRun[] {
    this.#index ??= new ProgramIndex(this.programs);
    return this.#index.matching(names);
  }

  get changes(): readonly ChangingRun[] {
    this.#changes ??= changesOf(this.runs);
    return this.#changes;
  }

  walkAll(list: List, start: State): void {
    const end = this.#list(list, start);
    for (const definition of this.#functions.values()) {
      if (!this.#called.has(definition)) this.#list(definition.body, { ...end, reached: weaker(end.reached) });
    }
  }

  #list(list: List, start: State): State {
    let state = start;
    for (const node of list) state = this.#node(node, state);
    return state;
  }

  #node(node: ShellNode, state: State): State {
    switch (node.kind) {
      case "command":
        return this.#command(node, state);
      case "chain":
        return this.#chain(node, state);
      case "conditional":
        return this.#conditional(node, state);
      case "loop":
        return this.#loop(node, state);
      case "case": {
        const ways = node.items.map((item) => this.#list(item, { ...state, reached: weaker(state.reached) }));
        return backTo(state, ways.reduce(joinStates, state));
      }
      case "group": {
        const after = this.#list(node.body, state);
        return node.subshell ? outOfSubshell(state, after) : after;
      }
      case "function":
        this.#functions.set(node.name, node);
        return state;
      case "test": {
        const before = this.#tests.get(node);
        this.#tests.set(node, before === undefined ? state : joinStates(before, state));
        return state;
      }
    }
  }

  /** `a && b` is read as its author means it: `b` is reached, but for a test as `a`. What stands behind `||` may not be. */
  #chain(node: Chain, start: State): State {
    let state = start;
    let isTested = false;
    for (const [index, member] of node.members.entries()) {
      const connector = node.connectors[index - 1];
      if (connector === undefined) state = this.#node(member, state);
      else if (connector === "|" || connector === "|&") state = outOfSubshell(state, this.#node(member, state));
      else {
        const previous = node.members[index - 1];
        const answer = previous === undefined ? "unknown" : this.#answer(previous, state);
        const wanted = connector === "&&" ? "yes" : "no";
        isTested ||= previous !== undefined && isTest(previous);
        if (answer === "unknown" && connector === "&&" && !isTested) state = this.#node(member, state);
        else if (answer === "unknown") {
          state = backTo(state, joinStates(state, this.#node(member, { ...state, reached: weaker(state.reached) })));
        } else if (answer === wanted) state = this.#node(member, state);
        else this.#node(member, { ...state, reached: "no" });
      }
    }
    return state;
  }

  #conditional(node: Conditional, start: State): State {
    let state = start;
    let open = true;
    const ways: State[] = [];
    for (const { condition, body } of node.arms) {
      state = this.#list(condition, state);
      const answer = this.#answerOf(condition, state);
      const reached = !open || answer === "no" ? "no" : answer === "yes" ? state.reached : weaker(state.reached);
      const way = this.#list(body, { ...state, reached });
      if (reached !== "no") ways.push(way);
      if (answer === "yes") open = false;
    }
    const rest = {
      ...state,
      reached: open ? (ways.length > 0 ? weaker(state.reached) : state.reached) : "no",
    } as const;
    const last = this.#list(node.otherwise ?? [], rest);
    if (open) ways.push(last);
    return backTo(start, ways.reduce(joinStates, ways[0] ?? state));
  }

  #loop(node: Loop, start: State): State {
    const state = node.condition === undefined ? start : this.#list(node.condition, start);
    const words = node.words?.flatMap((word) => expandWord(word, state.variables));
    const known = words?.every((word) => word.value !== undefined && !/[*?[]/.test(word.value));
    if (node.variable !== undefined && words !== undefined && known === true && this.#steps < MOST_STEPS) {
      const { variable } = node;
      return words.reduce((at, word) => this.#list(node.body, setVariable(at, variable, word.value)), state);
    }
    const inside = node.variable === undefined ? state : setVariable(state, node.variable, undefined);
    const reached = node.variable === undefined ? weaker(state.reached) : state.reached;
    return backTo(state, joinStates(state, this.#list(node.body, { ...inside, reached })));
  }

  #command(command: Command, before: State): State {
    let state = before;
    for (const list of command.substitutions) this.#list(list, state);
    for (const handed of command.handed) state = this.#handed(handed, command, state);
    const invocation = readInvocation(command, state.variables);
    const called = this.#functionOf(invocation);
    const run = { command, state, invocation: called === undefined ? invocation : undefined };
    const runs = this.#runs.get(command);
    if (runs === undefined) this.#runs.set(command, [run]);
    else if (runs.length < MOST_RUNS) runs.push(run);
    this.#steps += 1;
    if (state.reached === "no") return state;
    return called === undefined ? applyCommand(state, command, invocation) : this.#call(called, command, state);
  }

  /** Another shell runs it: its status is that of its last command, and only what it did to files stays. */
  #handed({ list, errexit }: Handed, { words }: Command, state: State): State {
    const fails = errexit ? "yes" : list.length === 1 ? state.errexit : "no";
    const pipefail = words.some(({ value }) => value === "pipefail") ? "yes" : "no";
    const hasSourced = words.some(({ value }) => READS_STARTUP_FILES.test(value));
    return outOfSubshell(state, this.#list(list, { ...state, errexit: fails, pipefail, hasSourced }));
  }

  /** The function that a command calls: it goes before a program of its name. */
  #functionOf(invocation: Invocation | undefined): FunctionDefinition | undefined {
    if (invocation === undefined || this.#functions.size === 0) return undefined;
    return invocation.program.value === invocation.name ? this.#functions.get(invocation.name) : undefined;
  }

  /** Where a call's failure is tolerated, so is every failure inside. */
  #call(definition: FunctionDefinition, command: Command, state: State): State {
    if (this.#steps >= MOST_STEPS || this.#inside.has(definition)) return state;
    this.#called.add(definition);
    this.#inside.add(definition);
    const errexit = failureIsTolerated(command, state) ? "no" : state.errexit;
    const after = this.#list(definition.body, { ...state, errexit });
    this.#inside.delete(definition);
    return { ...after, errexit: state.errexit, reached: after.reached === "no" ? state.reached : after.reached };
  }

  /** What a condition answers, as far as it can be known from the recipe and the target. */
  #answerOf(condition: List, state: State): Certainty {
    const last = condition.at(-1);
    return condition.length === 1 && last !== undefined ? this.#answer(last, state) : "unknown";
  }

  #answer(node: ShellNode, state: State): Certainty {
    if (node.kind === "chain") return this.#chainAnswer(node, state);
    if (node.kind !== "command") return "unknown";
    const invocation = readInvocation(node, state.variables);
    if (invocation === undefined) return "unknown";
    const answer = this.#invocationAnswer(invocation);
    if (!node.negated || answer === "unknown") return answer;
    return answer === "yes" ? "no" : "yes";
  }

  /** `a && b` is no where one of them is, `a || b` yes where one of them is. */
  #chainAnswer({ members, connectors }: Chain, state: State): Certainty {
    const answers = members.map((member) => this.#answer(member, state));
    // Of a list that is no shell the parser may keep nothing.
    if (answers.length === 0) return "unknown";
    return answers.reduce((left, right, index) => {
      const connector = connectors[index - 1];
      if (connector !== "&&" && connector !== "||") return "unknown";
      const decisive = connector === "&&" ? "no" : "yes";
      if (left === decisive || right === decisive) return decisive;
      return left === right ? left : "unknown";
    });
  }

  #invocationAnswer(invocation: Invocation): Certainty {
    if (asksForAccountMount(invocation)) return this.#mountAnswer;
    const manager = askedManager(invocation);
    if (manager !== undefined) return hasManager(this.#base, manager);
    if (invocation.name === "true" || invocation.name === ":") return "yes";
    // It ends with 100 just when there is something to update.
    const asksForUpdates = /^(?:dnf|yum)$/.test(invocation.name) && hasWord(invocation, "check-update");
    return invocation.name === "false" || asksForUpdates ? "no" : "unknown";
  }
}

/** Options and variables by which bash reads files before its script: `bash -lc`, `bash -ic`, `env BASH_ENV=x bash -c`. */
const READS_STARTUP_FILES = /^-[a-zA-Z]*[il][a-zA-Z]*$|^--(?:login|rcfile|init-file)$|^BASH_ENV=/;

function changesOf(runs: readonly Run[]): ChangingRun[] {
  const changing: ChangingRun[] = [];
  for (const run of runs) {
    const { command, state, invocation } = run;
    for (const change of fileChanges(command, invocation, state.variables)) changing.push({ ...run, change });
  }
  return changing;
}

const NEVER: readonly Run[] = [];

function isReached({ state }: Run): boolean {
  return state.reached !== "no";
}

function isOfProgram(run: Run): run is ProgramRun {
  return run.invocation !== undefined;
}

/** What holds at a command that no way through the script leads to. */
const NOWHERE: State = {
  reached: "unknown",
  errexit: "unknown",
  pipefail: "unknown",
  hasSourced: true,
  variables: Variables.none,
  exported: new Set(),
  directory: undefined,
  stubbed: new Map(),
};

/** Commands that ask a question more often than they do something. */
const TESTS = /^(?:\[|test|grep|egrep|fgrep|getent|id|command|type|which|hash|expr|pgrep|cmp|diff|false)$/;

/** Whether a node asks a question, so that its failure is an answer. */
export function isTest(node: ShellNode): boolean {
  return node.kind === "test" || node.negated || (node.kind === "command" && TESTS.test(node.words[0]?.value ?? ""));
}

function weaker(reached: Certainty): Certainty {
  return reached === "no" ? "no" : "unknown";
}

/** After a branch the script is as sure to go on as before it: an `exit` in a branch is the exception there. */
function backTo(before: State, after: State): State {
  return { ...after, reached: before.reached };
}

/** A subshell keeps its variables and directory to itself; what it did to files stays. */
function outOfSubshell(before: State, after: State): State {
  return { ...before, stubbed: after.stubbed };
}
