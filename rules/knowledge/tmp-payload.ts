/** What a recipe puts into the host's /tmp and wants to find there again: where `%post` uses it, and what runs later. */
import type { Command, Word } from "#grammar/shell/tree.ts";
import type { ScriptContext, StageContext } from "../document.ts";
import { failureIsTolerated } from "./failure.ts";
import { fileChanges, writtenPlaces } from "./file-changes.ts";
import type { ProgramRun, Run } from "./flow.ts";
import { absolutePath, isFixedNameInHostTmp } from "./host-tmp.ts";
import { type Argument, operandsOf, partialValue } from "./invocation.ts";
import type { Variables } from "./state.ts";

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
export function usesOf(path: string, { script, flow }: ScriptContext): Use[] {
  return (script.tree?.commands ?? []).flatMap((command) =>
    flow.runsOf(command).flatMap((run) =>
      wordsOf(command).flatMap((word) => {
        const value = partialValue(word, run.state.variables).replace(/^-{0,2}[\w-]+=(?=\/)/, "");
        const named = absolutePath(value, run.state.directory);
        return named !== undefined && isAt(named, path) ? [{ word, stops: stopsWithout(word, run) }] : [];
      }),
    ),
  );
}

function wordsOf({ words, redirects }: Command): Word[] {
  return [...words, ...redirects.flatMap(({ target }) => target ?? [])];
}

/** Whether a path is another one or lies below it. */
export function isAt(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`);
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
  return onHost.some(({ script, flow }) =>
    (script.tree?.commands ?? []).some((command) =>
      flow
        .runsOf(command)
        .some(({ state, invocation }) =>
          fileChanges(command, invocation, state.variables).some((change) => isAt(path, change.path)),
        ),
    ),
  );
}

/** What `%post` installs, copies, unpacks or clones to names of its own in the host's /tmp. */
export function installedInTmp({ script, flow }: ScriptContext): TmpPath[] {
  return (script.tree?.commands ?? []).flatMap((command) =>
    flow.runsOf(command).flatMap(({ state, invocation }) => {
      if (invocation === undefined) return [];
      const changes = fileChanges(command, invocation, state.variables).filter(({ from }) => from !== undefined);
      const named = installPlaces({ command, state, invocation }).flatMap(({ value, word }) =>
        value === undefined ? [] : [{ path: value, word }],
      );
      return [...changes, ...named].flatMap(({ path, word }) => {
        const absolute = absolutePath(path, state.directory);
        return absolute !== undefined && isFixedNameInHostTmp(absolute) ? [{ path: absolute, word }] : [];
      });
    }),
  );
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

/** Where a stage's scripts that run later name a path, unless one of them makes it. */
export function usesAtRunTime(path: string, { scripts }: StageContext): Word[] {
  const later = scripts.filter(({ script }) =>
    /^(?:environment|runscript|startscript|appenv|apprun|appstart)$/.test(script.type),
  );
  return later.flatMap(({ script, flow }) => {
    const commands = script.tree?.commands ?? [];
    const runs = commands.flatMap((command) => flow.runsOf(command));
    const isMade = runs.some(({ command, invocation, state }) => {
      const places = invocation === undefined ? [] : writtenPlaces(invocation).map(({ value }) => value ?? "");
      const changed = fileChanges(command, invocation, state.variables).map((change) => change.path);
      return [...places, ...changed].some((place) => isAt(place, path) || isAt(path, place));
    });
    return isMade ? [] : runs.flatMap(({ command, state }) => wordsNaming(path, command, state.variables));
  });
}

function wordsNaming(path: string, command: Command, variables: Variables): Word[] {
  const words = [...wordsOf(command), ...command.assignments.flatMap(({ value }) => value ?? [])];
  return words.filter((word) =>
    partialValue(word, variables)
      .split(/[:=\s]/)
      .some((part) => isAt(part, path)),
  );
}
