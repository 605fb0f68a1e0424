/** What a recipe puts into the host's /tmp and wants to find there again: where `%post` uses it, and what runs later. */
import { type Command, type Word, wordsOf } from "#grammar/shell/tree.ts";
import type { ScriptContext, StageContext } from "../../document.ts";
import { runTimeScriptsOf } from "../recipe/run-time-scripts.ts";
import { failureIsTolerated } from "../shell/failure.ts";
import { fileChanges, writtenPlaces } from "../shell/file-changes.ts";
import type { ProgramRun, Run } from "../shell/flow.ts";
import { type Argument, operandsOf, partialValue } from "../shell/invocation.ts";
import { absolutePath, isAt } from "../shell/paths.ts";
import type { Variables } from "../shell/state.ts";
import { isFixedNameInHostTmp } from "./host-tmp.ts";

/** A path of the host's /tmp and the word that names it. */
export interface TmpPath {
  readonly path: string;
  readonly word: Word;
}

/** One use of a path by `%post`. */
export interface Use {
  readonly word: Word;
  /** Whether the script stops there when the path is missing. */
  readonly stops: boolean;
}

/** The script of `%post` and `%appinstall`. */
export function postOf({ scripts }: StageContext): ScriptContext | undefined {
  return scripts.find(({ script }) => script.type === "post");
}

/** The uses of a path, or of what lies below it, by a script; a relative word counts where the directory is known. */
export function usesOf(path: string, { flow }: ScriptContext): Use[] {
  return flow.runs.flatMap((run) =>
    givenWords(run.command).flatMap((word) => {
      const value = partialValue(word, run.state.variables).replace(/^-{0,2}[\w-]+=(?=\/)/, "");
      const named = absolutePath(value, run.state.directory);
      return named !== undefined && isAt(named, path) ? [{ word, stops: stopsWithout(word, run) }] : [];
    }),
  );
}

/** All but what is assigned: a name in a variable is not used yet. */
function givenWords({ words, redirects }: Command): Word[] {
  return [...words, ...redirects.flatMap(({ target }) => target ?? [])];
}

/** Programs that make what they name, or do not mind that it is missing. */
const UNCONCERNED = /^(?:rm|mkdir|touch|echo|printf|wget|curl|git|test|\[|tee|trap|export|mktemp|ln)$/;

function stopsWithout(word: Word, { command, state, invocation }: Run): boolean {
  if (invocation === undefined || UNCONCERNED.test(invocation.name) || state.reached !== "yes") return false;
  const makesIt = fileChanges(command, invocation, state.variables).some(
    (change) => change.word === word && change.how !== "remove" && change.how !== "edit",
  );
  return !makesIt && !failureIsTolerated(command, state);
}

/** Whether `%setup` or `%pre` puts a file of this path on the host, where `%post` does see it. */
export function isPutOnHost(path: string, { scripts }: StageContext): boolean {
  const onHost = scripts.filter(({ script }) => script.type === "setup" || script.type === "pre");
  return onHost.some(({ flow }) =>
    flow.runs.some(({ command, state, invocation }) =>
      fileChanges(command, invocation, state.variables).some((change) => isAt(path, change.path)),
    ),
  );
}

/** What `%post` installs, copies, unpacks or clones to names of its own in the host's /tmp. */
export function installedInTmp({ flow }: ScriptContext): TmpPath[] {
  return flow.programs.flatMap((run) => {
    const { command, state, invocation } = run;
    const changes = fileChanges(command, invocation, state.variables).filter(({ from }) => from !== undefined);
    const named = installPlaces(run).flatMap(({ value, word }) => (value === undefined ? [] : [{ path: value, word }]));
    return [...changes, ...named].flatMap(({ path, word }) => {
      const absolute = absolutePath(path, state.directory);
      return absolute !== undefined && isFixedNameInHostTmp(absolute) ? [{ path: absolute, word }] : [];
    });
  });
}

function installPlaces({ invocation }: ProgramRun): Argument[] {
  const { name, arguments: words } = invocation;
  const prefixes = words.flatMap((argument, at) => {
    const prefix = /^--?(?:prefix|install-dir|target)=(.*)$/s.exec(argument.value ?? "")?.[1];
    if (prefix !== undefined) return [{ value: prefix, word: argument.word }];
    const option = words[at - 1]?.value ?? "";
    const isPrefix = option === "--prefix" || (option === "-p" && /^(?:(?:ba)?sh|\w*conda|\w*mamba)$|\.sh$/.test(name));
    return isPrefix ? [argument] : [];
  });
  if (/^(?:tar|unzip)$/.test(name)) return [...prefixes, ...writtenPlaces(invocation)];
  return name === "git" ? [...prefixes, ...operandsOf(writtenPlaces(invocation))] : prefixes;
}

/** Whether a stage's scripts that run later name anything in a /tmp at all. */
export function namesTmpAtRunTime(stage: StageContext): boolean {
  return runTimeScriptsOf(stage).some(({ flow: { runs } }) =>
    runs.some(({ command, state }) =>
      wordsOf(command).some((word) => partialValue(word, state.variables).includes("/tmp")),
    ),
  );
}

/** Where a stage's scripts that run later name a path, unless one of them makes it. */
export function usesAtRunTime(path: string, stage: StageContext): Word[] {
  return runTimeScriptsOf(stage).flatMap(({ flow: { runs } }) => {
    const isMade = runs.some(({ command, invocation, state }) => {
      const places = invocation === undefined ? [] : writtenPlaces(invocation).map(({ value }) => value ?? "");
      const changed = fileChanges(command, invocation, state.variables).map((change) => change.path);
      return [...places, ...changed].some((place) => isAt(place, path) || isAt(path, place));
    });
    return isMade ? [] : runs.flatMap(({ command, state }) => wordsNaming(path, command, state.variables));
  });
}

function wordsNaming(path: string, command: Command, variables: Variables): Word[] {
  return wordsOf(command).filter((word) =>
    partialValue(word, variables)
      .split(/[:=\s]/)
      .some((part) => isAt(part, path)),
  );
}
