import { headerEntry } from "#grammar/ast.ts";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import { ofTypes, type ScriptContext, type StageContext } from "../document.ts";
import { readImageName } from "../knowledge/images/container-images.ts";
import {
  bringsLibraryPath,
  entriesOf,
  findsSystemPrograms,
  isHidden,
  isSearchPath,
  keepsOldValue,
} from "../knowledge/places/search-paths.ts";
import { effectiveValue } from "../knowledge/recipe/header-entries.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import { ENVIRONMENTS, type Setting, settingsOf } from "../knowledge/recipe/run-time-scripts.ts";
import { partialValue } from "../knowledge/shell/invocation.ts";

type Loss = Pick<Draft, "message" | "severity" | "related">;

function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  if (!isFinalStage(ctx.stage)) return;
  const settings = script.commands.flatMap(settingsOf).filter(({ name }) => isSearchPath(name));
  const findsPrograms = settings.findLastIndex(
    (setting) => setting.name === "PATH" && findsSystemPrograms(knownValueOf(setting, ctx)),
  );
  const earlier = new Map<string, Setting>();
  for (const [at, setting] of settings.entries()) {
    const { name, value, start, end } = setting;
    const before = earlier.get(name);
    earlier.set(name, setting);
    if (keepsOldValue(value, name) || ctx.flow.runsOf(setting.command).length === 0) continue;
    const loss = againstEarlier(setting, before, ctx) ?? againstBase(setting, findsPrograms >= at, ctx);
    if (loss !== undefined) yield { range: { start, end }, ...loss, fix: keepOldValue(setting, ctx) };
  }
}

/** What an earlier line has put into the list, and this one takes out. */
function againstEarlier(setting: Setting, earlier: Setting | undefined, ctx: ScriptContext): Loss | undefined {
  if (earlier === undefined || !ctx.flow.stateBefore(setting.command).variables.has(setting.name)) return undefined;
  const { name } = setting;
  const kept = entriesOf(knownValueOf(setting, ctx));
  const lost = entriesOf(knownValueOf(earlier, ctx)).filter((entry) => !isHidden(entry) && !kept.includes(entry));
  if (lost.length === 0 || kept.some(isHidden)) return undefined;
  return {
    message: `This takes ${lost.join(":")} out of ${name}, which a line above has put there. To keep it, end the value with :$${name}.`,
    related: [{ message: "this is where", range: { start: earlier.start, end: earlier.end } }],
  };
}

/** @param endsWhole whether this or a later line puts the system's programs on PATH */
function againstBase(setting: Setting, endsWhole: boolean, ctx: ScriptContext): Loss | undefined {
  const { name } = setting;
  const value = knownValueOf(setting, ctx);
  if (name === "PATH" && value !== "" && !isHidden(value)) return endsWhole ? undefined : { message: NO_PROGRAMS };
  const isOverwritten = name === "LD_LIBRARY_PATH" && bringsLibraryPath(imageOf(ctx.stage));
  return isOverwritten ? { message: NO_BASE_LIBRARIES, severity: "info" } : undefined;
}

const NO_PROGRAMS =
  "PATH loses all that was in it: with neither /usr/bin nor /bin in it, no program of the system is found, not even ls. End the value with :$PATH.";
const NO_BASE_LIBRARIES =
  "The base image brings an LD_LIBRARY_PATH that its programs need, and this line drops it. End the value with :$LD_LIBRARY_PATH.";

/** The value as far as it is known. */
function knownValueOf({ name, word, command }: Setting, { flow }: ScriptContext): string {
  const value = word === undefined ? "" : partialValue(word, flow.stateBefore(command).variables);
  return value.startsWith(`${name}=`) ? value.slice(name.length + 1) : value;
}

function imageOf(context: StageContext): string {
  const from = headerEntry(context.stage, "from");
  return readImageName((from && effectiveValue(from, context)) ?? "")?.name ?? "";
}

/** Puts the old value behind the new one, inside of its quotes. */
function keepOldValue({ name, word, value }: Setting, { document }: ScriptContext): Fix | undefined {
  if (word === undefined || value === "" || word.templated || /['\\]/.test(word.text)) return undefined;
  const end = word.text.endsWith('"') ? word.end - 1 : word.end;
  const text = name === "PATH" ? ":$PATH" : `\${${name}:+:$${name}}`;
  if (document.source.text[end - 1] === '"') return undefined;
  return { title: `Keep what was in ${name}`, safety: "unsafe", edits: [{ start: end, end, text }] };
}

export default defineRule({
  meta: {
    code: "DF605",
    name: "search-path-overwritten",
    summary: "Add to search paths in %environment instead of replacing them",
    why: `\`export PATH=/opt/app/bin\` in \`%environment\` replaces the whole list: programs in \`/usr/bin\` are not found any more, and
\`apptainer exec image ls\` ends with \`executable file not found in $PATH\`. The same line for a second program drops the first one's directory again.
Write \`export PATH=/opt/app/bin:$PATH\`, and for other lists \`export LD_LIBRARY_PATH=/opt/app/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\`.
A \`PATH\` that names \`/usr/bin\` itself is left alone. The driver libraries of \`--nv\` are not at stake: Apptainer adds their directory afterwards.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run: export PATH=/opt/x/bin ends apptainer exec IMAGE ls; LD_LIBRARY_PATH=/opt/lib becomes /opt/lib:/.singularity.d/libs",
      "Apptainer, pkg/build/types, 99-base.sh",
    ],
  },
  on: { scripts: ofTypes(ENVIRONMENTS, check) },
});
