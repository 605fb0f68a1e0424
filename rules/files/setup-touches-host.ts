import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command, Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix, type Modes } from "../define-rule.ts";
import { ofTypes, type ScriptContext } from "../document.ts";
import { readTransaction } from "../knowledge/package-managers/transactions.ts";
import { fileChanges, writtenPlaces } from "../knowledge/shell/file-changes.ts";
import type { Run } from "../knowledge/shell/flow.ts";

interface Place {
  readonly path: string;
  readonly word: Word;
}

function* check({ type, commands }: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  if (type !== "setup" && type !== "pre") return;
  for (const command of commands) yield* checkCommand(command, type, ctx);
}

function* checkCommand(command: Command, type: "setup" | "pre", ctx: ScriptContext): Iterable<Draft> {
  for (const run of ctx.flow.runsOf(command)) {
    const program = run.invocation?.program.word;
    if (program !== undefined && changesPackages(run)) {
      yield { range: program, message: PACKAGES(type, run.invocation?.name ?? "") };
      return;
    }
    const [place] = placesOnHost(run);
    if (place === undefined) continue;
    yield { range: place.word, message: PLACE(type, place.path), fix: mend(command, place, ctx) };
    return;
  }
}

const PLACE = (type: string, path: string) =>
  `%${type} runs on the host, as you or, under sudo, as root: this changes ${path} of the host, not of the image. ${type === "setup" ? `For the image write $APPTAINER_ROOTFS before the path, or do it in %post.` : "For the image do it in %post."}`;
const PACKAGES = (type: string, program: string) =>
  `%${type} runs on the host: ${program} changes the packages of the host, or fails for want of rights. Move it to %post.`;

function changesPackages({ command, invocation, state }: Run): boolean {
  return invocation !== undefined && readTransaction(command, invocation, state) !== undefined;
}

/** The places of the host that a command writes to. */
function placesOnHost({ command, invocation, state }: Run): Place[] {
  const changes = fileChanges(command, invocation, state.variables);
  const written = invocation === undefined ? [] : writtenPlaces(invocation);
  const places = [
    ...changes,
    ...written.flatMap(({ value, word }) => (value === undefined ? [] : [{ path: value, word }])),
  ];
  return places
    .map(({ path, word }) => ({ path: resolve(path, state.directory), word }))
    .filter(({ path }) => /^\/[^/]/.test(path) && !/^\/(?:dev|proc|sys|tmp|var\/tmp|dev\/shm)(?:\/|$)/.test(path));
}

/** A script starts in the directory of the build, which is not known: only after `cd` to a place it is. */
function resolve(path: string, directory: string | undefined): string {
  if (path.startsWith("/") || directory === undefined || directory === "/" || /^[~$*]/.test(path)) return path;
  return `${directory}/${path.replace(/^\.\//, "")}`;
}

/** Puts the image's root before a path that stands there as it is. */
function mend({ words, redirects }: Command, { path, word }: Place, ctx: ScriptContext): Fix | undefined {
  const isOwn = words.includes(word) || redirects.some(({ target }) => target === word);
  if (ctx.script.type !== "setup" || !isOwn || !word.literal || word.templated) return undefined;
  if (!/^"?\//.test(word.text) || word.value !== path) return undefined;
  const usesOldName =
    ctx.document.target.engine !== "apptainer" || ctx.script.joined.text.includes("SINGULARITY_ROOTFS");
  const start = word.start + (word.text.startsWith('"') ? 1 : 0);
  const root = usesOldName ? "$SINGULARITY_ROOTFS" : "$APPTAINER_ROOTFS";
  return { title: "Write to the image", safety: "unsafe", edits: [{ start, end: start, text: root }] };
}

const MODES: Modes = {
  root: "misleads",
  subuid: "fails",
  userns: "fails",
  "userns-fakeroot": "fails",
  "suid-fakeroot": "fails",
};

export default defineRule({
  meta: {
    code: "DF404",
    name: "setup-touches-host",
    summary: "Write to $APPTAINER_ROOTFS in %setup, never to the host",
    why: `\`%setup\` and \`%pre\` run on the host, before there is a container, with your rights and your environment. A path without
\`$APPTAINER_ROOTFS\` is a path of the host: \`mkdir /opt/app\` fails for an ordinary user, and under \`sudo\` it changes the machine. Copy with
\`%files\`, work in \`%post\`, and where \`%setup\` must be, begin every path of the image with \`$APPTAINER_ROOTFS\`.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: MODES,
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/stage.go, runHostScript",
      "Apptainer 1.4.5, run: %setup made a directory of the host, in the directory of the build",
      "Apptainer user guide, Definition Files, %setup",
    ],
  },
  on: { scripts: ofTypes(["setup", "pre"], check) },
});
