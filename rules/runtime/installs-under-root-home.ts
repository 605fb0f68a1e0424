import type { Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { readMode } from "../knowledge/file-modes.ts";
import { payloadOf } from "../knowledge/places/payload.ts";
import { directoriesIn, fromRootHome, namesRootHome } from "../knowledge/places/root-home.ts";
import { homeInstallOf } from "../knowledge/programs/home-installers.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import { runTimeScriptsOf, wantedAtRunTime, wordsIn } from "../knowledge/recipe/run-time-scripts.ts";
import type { ChangingRun, Flow, ProgramRun, Run } from "../knowledge/shell/flow.ts";
import { operandsOf, partialValue } from "../knowledge/shell/invocation.ts";

/** A place under root's home that something is put into. */
interface Place {
  readonly word: Word;
  readonly message: string;
}

/** Directories under root's home, down to the second, by what a recipe does with them. */
interface Uses {
  readonly wanted: ReadonlySet<string>;
  readonly takenOut: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

/** Each installer is a finding; where none accounts for it, the first place that the run-time scripts name is one. */
function* check(stage: StageContext): Iterable<Draft> {
  if (!isFinalStage(stage)) return;
  const flows = stage.scripts.filter(({ script }) => script.type === "post").map(({ flow }) => flow);
  if (flows.some((flow) => flow.programsNamed("chmod").some(opensRootHome))) return;
  const uses: Uses = {
    wanted: new Set(wantedAtRunTime(stage).flatMap(directoriesIn)),
    takenOut: new Set(flows.flatMap(copiedFiles).flatMap(directoriesIn)),
    removed: new Set(flows.flatMap(({ changes }) => changes.flatMap(removedPath))),
  };
  const places = flows.flatMap(({ programs }) => programs.flatMap((run) => installed(run, uses, stage)));
  for (const { word, message } of places) yield { range: word, message };
  if (places.length > 0) return;
  const [first, ...others] = runTimeScriptsOf(stage)
    .flatMap(wordsIn)
    .filter(({ value }) => namesRootHome(value));
  if (first === undefined) return;
  const related = others.map((range) => ({ message: "here too", range }));
  yield { range: first, severity: "info", message: `This is under /root. ${WHY} Put it in /opt.`, related };
}

const WHY =
  "/root is closed to all but root: whoever runs the image may not enter it where the kernel mounts the image, and with --fakeroot their own home covers it.";

function installed(run: Run, { wanted, takenOut, removed }: Uses, stage: StageContext): Place[] {
  const install = homeInstallOf(run, stage);
  if (install !== undefined) {
    const { what, directory, cure, word, isTool } = install;
    const path = `/root/${directory}`;
    if ((isTool ? !wanted.has(path) : takenOut.has(path)) || removed.has(path)) return [];
    const where = directory === "" ? "the home directory" : `~/${directory}`;
    return [{ word, message: `${what} puts its files into ${where}, which is /root here. ${WHY} Use ${cure}.` }];
  }
  if (wanted.size === 0) return [];
  return payloadOf(run).flatMap(({ path, word }) => {
    const [top, second = top] = directoriesIn(path);
    const directory = /^\/root\/\.(?:local|cache)$/.test(top ?? "") ? second : top;
    const isLeft = directory !== undefined && wanted.has(directory) && !removed.has(directory);
    return isLeft ? [{ word, message: `This goes to ${path}. ${WHY} Put it in /opt.` }] : [];
  });
}

function removedPath({ change: { how, path } }: ChangingRun): string | readonly string[] {
  return how === "remove" ? fromRootHome(path).replace(/\/+$/, "") : [];
}

/** What a script copies or moves; a link leads back. */
function copiedFiles(flow: Flow): string[] {
  return flow.programsNamed("cp", "mv", "install", "rsync").flatMap(({ invocation, state }) => {
    const operands = operandsOf(invocation.arguments).map(({ word }) => partialValue(word, state.variables));
    return operands.slice(0, -1);
  });
}

/** `chmod 755 /root` and its like let everybody in. */
function opensRootHome({ invocation }: ProgramRun): boolean {
  const [mode, ...paths] = operandsOf(invocation.arguments).map(({ value, word }) => value ?? word.value);
  return readMode(mode ?? "") === "opens" && paths.some((path) => /^(?:\/root|~|\$\{?HOME\}?)\/?$/.test(path));
}

export default defineRule({
  meta: {
    code: "DF601",
    name: "installs-under-root-home",
    summary: "Install into /opt, not into root's home directory",
    why: `Many installers put their files into the home directory: during \`%post\` that is \`/root\` (in a build by setuid Apptainer and fakeroot it
is your own \`/home/NAME\`, which your home covers at run time). \`/root\` has mode 700, so where the image is mounted by the kernel (setuid SingularityCE, older Apptainer,
\`allow setuid-mount squashfs = yes\`) or is a sandbox of somebody else, users get \`Permission denied\`; with \`--fakeroot\` or as root, the user's home is mounted over it.
Tell the installer another place, such as \`-p /opt/conda\`, \`CARGO_HOME=/opt/cargo RUSTUP_HOME=/opt/rustup\` or \`UV_INSTALL_DIR=/usr/local/bin\`, and name that place in \`%environment\`.`,
    severity: "warning",
    confidence: "medium",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run: /root is read under squashfuse, denied with allow setuid-mount squashfs = yes and in another user's sandbox, hidden with --fakeroot",
      "apptainer/singularity#4842",
      "foerstner-lab/READemption#44",
    ],
    supersedes: ["DF513", "DF602"],
  },
  on: { stage: (_stage, ctx) => check(ctx) },
});
