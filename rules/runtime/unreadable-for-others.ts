import type { Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { type ForOthers, maskCloses, readMode } from "../knowledge/file-modes.ts";
import { endsInImage, isFinalStage } from "../knowledge/recipe/image-contents.ts";
import type { Run } from "../knowledge/shell/flow.ts";
import { type Argument, hasOption, operandsOf } from "../knowledge/shell/invocation.ts";
import { locate } from "../knowledge/shell/paths.ts";

/** One change of who may read a path. */
interface ModeChange {
  readonly path: string;
  readonly effect: ForOthers;
  readonly mode: Word;
  /** Whether it holds for all inside as well. */
  readonly recursive: boolean;
}

function* check(ctx: ScriptContext): Iterable<Draft> {
  const runs = ctx.flow.runs;
  const changes = runs.flatMap(modeChanges);
  const opened = lastOpenings(changes);
  const seen = new Set<Word>();
  for (const [at, { path, effect, mode }] of changes.entries()) {
    if (effect !== "closes" || seen.has(mode) || isMeantForOwner(path) || opened(path) > at) continue;
    if (!endsInImage(path, ctx.stage)) continue;
    seen.add(mode);
    yield { range: mode, message: describe(path, mode.value.replace(/^(?:-m|--mode=)/, "")) };
  }
  if (isFinalStage(ctx.stage)) yield* checkMask(runs);
}

function describe(path: string, mode: string): string {
  return `Mode ${mode} keeps ${path} from everybody but root and its group. Whoever runs the image gets "Permission denied" where the kernel mounts it and in a sandbox of somebody else. Use chmod a+rX.`;
}

/** A mask that is never set back, before anything that makes files. */
function* checkMask(runs: readonly Run[]): Iterable<Draft> {
  const last = runs.findLast(({ invocation }) => invocation?.name === "umask");
  const mask = last?.invocation?.arguments[0];
  if (last === undefined || mask?.value === undefined || !maskCloses(mask.value)) return;
  if (last.command.parent !== undefined || runs.at(-1) === last) return;
  yield {
    range: mask.word,
    message: `With umask ${mask.value} all that is made from here on is for root alone, and whoever runs the image is not root. Take it out, or end with chmod -R a+rX.`,
  };
}

function modeChanges({ invocation, state }: Run): ModeChange[] {
  if (invocation === undefined) return [];
  const { name, arguments: words } = invocation;
  const of = (mode: Argument | undefined, paths: readonly Argument[], recursive: boolean): ModeChange[] => {
    if (mode?.value === undefined) return [];
    const effect = readMode(mode.value.replace(/^(?:-m|--mode=)/, ""));
    return paths.flatMap((argument) => {
      const path = locate(argument, state);
      return path === undefined ? [] : [{ path, effect, mode: mode.word, recursive }];
    });
  };
  if (name === "chmod") {
    const [mode, ...paths] = operandsOf(words);
    return of(mode, paths, hasOption(words, /^-[a-zA-Z]*R|^--recursive$/));
  }
  if (name !== "install" && name !== "mkdir") return [];
  const at = words.findIndex(({ value }) => /^-[a-zA-Z]*m$|^--mode$/.test(value ?? ""));
  const mode = at === -1 ? words.find(({ value }) => /^(?:-m[0-7ugo]|--mode=)/.test(value ?? "")) : words[at + 1];
  const operands = operandsOf(words, /^-[gmotS]$|^--(?:group|mode|owner|target-directory|suffix)$/);
  const makesDirectories = name === "mkdir" || hasOption(words, /^-[a-zA-Z]*d$/);
  return of(mode, makesDirectories ? operands : operands.slice(-1), false);
}

/** Which change opens a path last, by itself or with a directory that it lies in: its number, or -1. */
function lastOpenings(changes: readonly ModeChange[]): (path: string) => number {
  const own = new Map<string, number>();
  const recursive = new Map<string, number>();
  for (const [at, change] of changes.entries()) {
    if (change.effect !== "opens") continue;
    const path = change.path.replace(/\/?\*?$/, "");
    own.set(path, at);
    if (change.recursive) recursive.set(path, at);
  }
  return (path) => {
    const names = path
      .replace(/\/?\*?$/, "")
      .split("/")
      .slice(0, 40);
    const outers = names.map((_name, at) => recursive.get(names.slice(0, at + 1).join("/")) ?? -1);
    return Math.max(own.get(names.join("/")) ?? -1, ...outers);
  };
}

/** Directories of root, of services and of the host, and files that must be for their owner alone. */
const FOR_OWNER =
  /^~|^\/(?:root|tmp|var|run|home|dev|proc|sys)(?:\/|$)|^\/etc\/(?:g?shadow|sudoers|ssh|munge|ssl\/private|cups|polkit-1|security)\b|\/\.(?:ssh|gnupg|Xauthority|netrc|pgpass|my\.cnf)\b|(?:\.key|\.pem|_rsa|_dsa|_ed25519|\.keytab|passwd|password|secret)$|\bkeyrings?\b/;

function isMeantForOwner(path: string): boolean {
  return FOR_OWNER.test(path);
}

export default defineRule({
  meta: {
    code: "DF607",
    name: "unreadable-for-others",
    summary: "Leave what is in the image readable for everybody",
    why: `In the image all files belong to root, and whoever runs it is somebody else. A file of mode 600 or a directory of mode 700 is then
closed to them: \`Permission denied\` where the kernel mounts the image (setuid installations of SingularityCE, of older Apptainer, or with \`allow setuid-mount squashfs = yes\`),
and in a sandbox that another user has unpacked. Apptainer's own mount by FUSE shows all files as the user's, so the fault does not show on the machine where the
image was made. End with \`chmod -R a+rX\` on what you have installed. Keys and passwords do not belong into an image at all.`,
    severity: "warning",
    confidence: "medium",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run: a file of mode 600 is denied with allow setuid-mount squashfs = yes and in another user's sandbox, and read under squashfuse",
      "Apptainer, CHANGELOG of 1.1.3: squashfuse_ll -o uid=N",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
