import type { BuildScript } from "#grammar/shell/build-script.ts";
import { type Command, runsInOtherShell } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import { ofTypes, type ScriptContext, type StageContext } from "../document.ts";
import { isBareDistribution } from "../knowledge/images/plain-images.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import {
  ENVIRONMENTS,
  exportsOf,
  namesUsedIn,
  type Setting,
  settingsOf,
} from "../knowledge/recipe/run-time-scripts.ts";

/** One finding a variable, at the first place that sets it. */
function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  const { commands } = script;
  if (!isFinalStage(ctx.stage) || commands.some(exportsAll)) return;
  const known = new Set([...commands.flatMap(exportsOf), ...namesUsedIn(ctx)]);
  const settings = commands.filter((command) => isOfThisShell(command, ctx)).flatMap(settingsOf);
  const lost = settings.filter(({ name, exported }) => !exported && !known.has(name) && isForPrograms(name, ctx.stage));
  const byName = new Map<string, Setting[]>();
  for (const setting of lost) {
    const places = byName.get(setting.name);
    if (places === undefined) byName.set(setting.name, [setting]);
    else places.push(setting);
  }
  for (const [name, places] of byName) {
    const [{ start } = { start: 0 }] = places;
    yield { range: { start, end: start + name.length }, message: describe(name), fix: exportIt(name, places) };
  }
}

function describe(name: string): string {
  return `${name} is set for %environment alone: no program in the container sees it, since it is not exported. Write export ${name}=...`;
}

/** `set -a`: from here on every variable is exported. */
function exportsAll({ words }: Command): boolean {
  const [name, ...options] = words.map(({ value }) => value);
  return name === "set" && options.some((option) => /^-[a-zA-Z]*a|^allexport$/.test(option));
}

/** What is set in a substitution, in a subshell or on a way that is never gone is no setting of the container's. */
function isOfThisShell(command: Command, { flow }: ScriptContext): boolean {
  return !runsInOtherShell(command) && flow.runsOf(command).length > 0;
}

/** Variables that Apptainer exports itself before or after it reads %environment. */
const EXPORTED_BY_APPTAINER = /^(?:PATH|LD_LIBRARY_PATH|HOME|PWD|PS1|PROMPT_COMMAND|(?:APPTAINER|SINGULARITY)_\w+)$/;
/** Variables of the shell itself. */
const OF_SHELL = /^(?:IFS|OPTIND|UID|GID|OLDPWD|_)$/;

/** By their names: those in lower case are mostly helpers, but for proxies. Many images export a locale, a terminal and a shell. */
function isForPrograms(name: string, stage: StageContext): boolean {
  if (EXPORTED_BY_APPTAINER.test(name) || OF_SHELL.test(name)) return false;
  if (/^(?:LANG|LANGUAGE|LC_[A-Z]+|TERM|SHELL)$/.test(name) && !isBareDistribution(stage)) return false;
  return /[A-Z]/.test(name) || /^(?:https?|ftp|no|all)_proxy$/.test(name);
}

function exportIt(name: string, places: readonly Setting[]): Fix {
  const edits = places.map(({ command: { start } }) => ({ start, end: start, text: "export " }));
  return { title: `Export ${name}`, safety: "unsafe", edits };
}

export default defineRule({
  meta: {
    code: "DF604",
    name: "environment-not-exported",
    summary: "Export what %environment sets",
    why: `Apptainer reads \`%environment\` into a shell of its own before it starts the program that was asked for, and a program inherits
exported variables alone. \`X=1\` without \`export\` is therefore lost, in \`%runscript\` as well, and even an \`X\` from the host's environment is then missing in the
container. Write \`export X=1\`. Left alone are variables that \`%environment\` itself makes use of, \`PATH\` and \`LD_LIBRARY_PATH\`, which Apptainer exports.
A variable that the base image exports already keeps its export.`,
    severity: "warning",
    confidence: "medium",
    fix: "unsafe",
    modes: inEveryMode("lost"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/util/fs/files/action_script.sh, restore_env",
      "Apptainer 1.4.5, run: of PLAIN=1, export EXPORTED=2 and PATH=/x:$PATH only PLAIN is not in the container",
    ],
  },
  on: { scripts: ofTypes(ENVIRONMENTS, check) },
});
