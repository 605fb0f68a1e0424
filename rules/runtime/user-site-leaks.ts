import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext, StageContext } from "../document.ts";
import { insertLines, placeAtEnd } from "../edits/place.ts";
import { isOfTools } from "../knowledge/package-managers/pip.ts";
import type { Transaction } from "../knowledge/package-managers/transactions.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import { isEnvironment, isRunScript, runTimeScriptsOf } from "../knowledge/recipe/run-time-scripts.ts";

/** One finding a recipe, at the first install of Python packages. */
function* check(stage: StageContext): Iterable<Draft> {
  if (!isFinalStage(stage) || isCured(stage)) return;
  const install = stage.scripts
    .filter(({ script }) => script.type === "post")
    .flatMap(({ transactions }) => transactions)
    .find(installsPackages);
  const verb = install?.verb?.word;
  if (install === undefined || verb === undefined) return;
  const { start } = install.invocation.program.word;
  const range = start < verb.end ? { start, end: verb.end } : verb;
  yield { range, message: MESSAGE, fix: leaveOutUserSite(stage) };
}

const MESSAGE =
  "At run time Python prefers packages from the user's ~/.local, which is mounted, to those that are installed here. Add export PYTHONNOUSERSITE=1 to %environment.";

function installsPackages({ family, action, packages, files }: Transaction): boolean {
  if (action !== "install") return false;
  if (family === "pip") return !isOfTools({ packages, requirements: files });
  return family === "conda" && (files.length > 0 || packages.some(isOfPython));
}

/** A conda package that is Python or for it; its name tells only some. */
function isOfPython({ value }: Transaction["packages"][number]): boolean {
  return /^(?:(?:[\w-]+::)?)(?:python|pip|numpy|scipy|pandas|pytorch|tensorflow|jupyter\w*|ipython|py[\w-]+|snakemake)(?:[=<>!].*)?$/.test(
    value ?? "",
  );
}

/**
 * Whether the recipe says it already: by a variable, wherever, or by options of the `python` that it starts. A virtual
 * environment leaves ~/.local out by itself.
 */
function isCured({ scripts, document, stage }: StageContext): boolean {
  if (/PYTHONNOUSERSITE|PYTHONUSERBASE|venv|virtualenv/.test(document.source.slice(stage))) return true;
  return scripts.some(({ script }) => isRunScript(script) && startsIsolatedPython(script));
}

function startsIsolatedPython({ commands }: ScriptContext["script"]): boolean {
  return commands.some(({ words }) => {
    const at = words.findIndex(({ value }) => /(?:^|\/)python[\d.]*$/.test(value));
    return at !== -1 && /^-[a-zA-Z]*[sI]/.test(words[at + 1]?.value ?? "");
  });
}

function leaveOutUserSite(stage: StageContext): Fix | undefined {
  const environment = runTimeScriptsOf(stage).find(({ script }) => script.app === undefined && isEnvironment(script));
  const { source } = stage.document;
  const place = environment && placeAtEnd(source, environment.script);
  if (place === undefined) return undefined;
  const line = `${place.indent}export PYTHONNOUSERSITE=1${source.lineEnd}`;
  return {
    title: "Leave ~/.local out of Python's search path",
    safety: "unsafe",
    edits: [insertLines(source, place, line)],
  };
}

export default defineRule({
  meta: {
    code: "DF606",
    name: "user-site-leaks",
    summary: "Keep packages from ~/.local out of a Python image",
    why: `Apptainer mounts the home directory of whoever runs the image, and Python puts \`~/.local/lib/pythonX.Y/site-packages\` before the
image's own packages. A package that somebody once installed with \`pip install --user\` then takes the place of the one in the image, and the same image
works for one user and fails for the next. \`export PYTHONNOUSERSITE=1\` in \`%environment\` leaves that directory out. Users who mean to add packages
of their own can still set \`PYTHONPATH\`.`,
    severity: "info",
    confidence: "medium",
    fix: "unsafe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["nipreps/mriqc#775", "nipreps/fmriprep#1103", "Python, Command line and environment: PYTHONNOUSERSITE"],
    group: "hygiene",
  },
  on: { stage: (_stage, ctx) => check(ctx) },
});
