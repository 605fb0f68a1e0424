import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { ofTypes, type ScriptContext, type StageContext } from "../document.ts";
import { isOfSystem, readTransaction } from "../knowledge/package-managers/transactions.ts";
import { coverOf } from "../knowledge/places/mount-points.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import { RUN_SCRIPTS } from "../knowledge/recipe/run-time-scripts.ts";
import { fileChanges } from "../knowledge/shell/file-changes.ts";
import type { Run } from "../knowledge/shell/flow.ts";
import { hasOption, operandsOf } from "../knowledge/shell/invocation.ts";
import { locate } from "../knowledge/shell/paths.ts";

interface Write {
  readonly path: string;
  readonly word: Word;
}

function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  if (!isFinalStage(ctx.stage)) return;
  const binds = ctx.document.target.runtimeBinds;
  const made = pathsInPost(ctx.stage);
  for (const command of script.commands) {
    for (const run of ctx.flow.runsOf(command)) {
      const write = writesOf(run, made).find(({ path }) => isOfImage(path) && coverOf(path, binds) === undefined);
      const manager = write === undefined ? installerOf(run) : undefined;
      if (write !== undefined) yield { range: write.word, message: describe(`${write.path} is in the image`) };
      if (manager !== undefined)
        yield { range: manager.word, message: describe(`${manager.name} installs into the image`) };
      if (write !== undefined || manager !== undefined) break;
    }
  }
}

function describe(what: string): string {
  return `${what}, which is read-only when it runs: "Read-only file system". Do it in %post, write below the user's directories, or say in %help that --writable-tmpfs is needed.`;
}

/** The system's own directories; anything else may be there to be bound over, and some files are mounts of Apptainer's. */
function isOfImage(path: string): boolean {
  if (/^\/etc\/(?:hosts|resolv\.conf|localtime|passwd|group)$/.test(path)) return false;
  return /^\/(?:opt|usr|etc|var|lib(?:32|64)?|s?bin|srv|run)\//.test(path);
}

function writesOf(run: Run, made: ReadonlySet<string>): Write[] {
  const { command, invocation, state } = run;
  // rm -f of what is not there succeeds.
  const changes = fileChanges(command, invocation, state.variables)
    .filter(({ how }) => how !== "remove")
    .map(({ path, word }) => ({ value: path, word }));
  const touched = invocation?.name === "touch" ? operandsOf(invocation.arguments, /^-[drt]$/) : [];
  return [...changes, ...touched, ...directoriesMadeBy(run, made)].flatMap((argument) => {
    const path = locate(argument, state);
    return path === undefined ? [] : [{ path, word: argument.word }];
  });
}

/** `mkdir -p` of what is there already does nothing; who has made it in %post is not looked at closer. */
function directoriesMadeBy({ invocation }: Run, made: ReadonlySet<string>) {
  if (invocation?.name !== "mkdir") return [];
  const operands = operandsOf(invocation.arguments, /^-m$|^--mode$/);
  if (!hasOption(invocation.arguments, /^-[a-zA-Z]*p|^--parents$/)) return operands;
  return operands.filter(({ value }) => value === undefined || !made.has(value.replace(/\/+$/, "")));
}

function pathsInPost({ scripts }: StageContext): ReadonlySet<string> {
  const texts = scripts.filter(({ script }) => script.type === "post").map(({ script }) => script.joined.text);
  return new Set(texts.flatMap((text) => text.match(/\/[\w.+/-]+/g) ?? []).map((path) => path.replace(/\/+$/, "")));
}

/** The package manager that a run calls to change the system's directories. */
function installerOf({ command, invocation, state }: Run): { readonly name: string; readonly word: Word } | undefined {
  const transaction = invocation && readTransaction(command, invocation, state);
  if (transaction === undefined) return undefined;
  const elsewhere = hasOption(transaction.invocation.arguments, /^--(?:user|target|prefix|root|name)(?:=|$)|^-[tpn]$/);
  const {
    family,
    invocation: { name, program },
  } = transaction;
  return isOfSystem({ family }) && !elsewhere ? { name, word: program.word } : undefined;
}

export default defineRule({
  meta: {
    code: "DF610",
    name: "writes-to-read-only-image",
    summary: "Write nothing into the image when it runs",
    why: `An image file is mounted read-only, for root as well. A \`%runscript\` that makes a directory in \`/opt\`, writes a log to \`/var/log\` or installs
something ends with \`Read-only file system\`, although it worked in a sandbox with \`--writable\`. Do such things in \`%post\`, let programs write below \`$HOME\`, \`$PWD\` or
\`/tmp\`, which are the host's, and set their cache directories to such places. Where software insists, run it with \`--writable-tmpfs\` or bind a directory over the place.`,
    severity: "info",
    confidence: "medium",
    fix: "none",
    needs: "host",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer user guide, Support for Docker and OCI Containers: read-only by default",
      "Apptainer 1.4.5, run: touch, mkdir and > in the image end with Read-only file system, in a sandbox too",
    ],
  },
  on: { scripts: ofTypes(RUN_SCRIPTS, check) },
});
