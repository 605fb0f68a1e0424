import { type Draft, defineRule, type Edit } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { isRootsArchive, keepsOwners } from "../knowledge/programs/tar.ts";
import { failureIsTolerated, leavesOutTheRest } from "../knowledge/shell/failure.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";

/** One finding a script: at the first tar, which names the others. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  if (isBusyboxTar(ctx)) return;
  const runs = ctx.script.commands.flatMap((command) => {
    const dangers = ctx.flow.runsOf(command).flatMap((run) => (isDanger(run, ctx) ? [run] : []));
    return dangers[0] ?? [];
  });
  const [first, ...others] = runs;
  if (first === undefined) return;
  const edits = runs.flatMap((run) => mend(run) ?? []);
  yield {
    range: first.invocation.program.word,
    message:
      'tar gives what it unpacks to the owners in the archive. Root is the only user that exists here, so any other owner fails with "Cannot change ownership". Add --no-same-owner.',
    related: others.map(({ invocation }) => ({ message: "so does this tar", range: invocation.program.word })),
    fix:
      edits.length === 0
        ? undefined
        : { title: "Add --no-same-owner to tar", safety: "unsafe", safetyInBuild: "safe", edits },
  };
}

/** It says nothing of owners that it cannot give (busybox 1.35, run). */
function isBusyboxTar({ stage: { base }, transactions }: ScriptContext): boolean {
  const isBusybox = base !== undefined && /^(?:alpine|busybox)$/.test(base.distribution);
  return isBusybox && !transactions.some(({ packages }) => packages.some(({ value }) => value === "tar"));
}

function isDanger(run: ReturnType<ScriptContext["flow"]["runsOf"]>[number], ctx: ScriptContext): run is ProgramRun {
  const { command, state, invocation } = run;
  if (invocation === undefined || !/^g?tar$/.test(invocation.name)) return false;
  if (failureIsTolerated(command, state) && !leavesOutTheRest(command)) return false;
  const known = { command, state, invocation };
  return keepsOwners(known) && !isRootsArchive(known, ctx);
}

/** In the place of what asks for the owners; behind tar itself; at the end of the command where the old form wants its letters first. */
function mend({ invocation: { program, arguments: words } }: ProgramRun): Edit | undefined {
  const first = words[0]?.word;
  const last = words.at(-1)?.word;
  if (first === undefined || last === undefined || !program.word.literal || first.start <= program.word.start) {
    return undefined;
  }
  const asked = words.find(({ value }) => value === "--same-owner")?.word;
  if (asked !== undefined) {
    return asked.literal ? { start: asked.start, end: asked.end, text: "--no-same-owner" } : undefined;
  }
  const isOldForm = !first.value.startsWith("-");
  if (isOldForm && (!first.literal || words.some(({ value }) => value === "--"))) return undefined;
  const place = isOldForm ? last : program.word;
  return place.templated ? undefined : { start: place.end, end: place.end, text: " --no-same-owner" };
}

export default defineRule({
  meta: {
    code: "DF111",
    name: "tar-keeps-owner",
    summary: "Unpack archives with --no-same-owner where root is the only user",
    why: `Run as root, tar gives every file that it unpacks to the owner that stands in the archive, often the number of whoever made
it. In a build with user namespaces alone root is the only user that exists, so that ends with \`Cannot change ownership to uid 1001\` and the
build with it. With \`--no-same-owner\`, or \`export TAR_OPTIONS=--no-same-owner\`, the files are root's, which is what an image for a
cluster wants anyway. Archives of GitHub's and GitLab's own making (\`/archive/\`) hold root's files and need nothing.`,
    severity: "warning",
    confidence: "medium",
    fix: "unsafe",
    modes: { userns: "fails" },
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run in all modes: tar of a foreign user's files ends with 2 in this one, and not with the option",
      "GNU tar 1.35, manual, Option Summary: --same-owner, TAR_OPTIONS",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
