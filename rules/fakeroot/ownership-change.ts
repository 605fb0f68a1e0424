import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Severity } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { madeAccounts } from "../knowledge/accounts/made-accounts.ts";
import { isBeyondMap, type OwnerChange, ownerChangeOf } from "../knowledge/accounts/owners.ts";
import { isInHostTmp } from "../knowledge/places/host-tmp.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import { failureIsTolerated, leavesOutTheRest } from "../knowledge/shell/failure.ts";

/** One finding for each change that fails; one for all that are lost, which names its other places. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const { mode } = ctx.document.target;
  const changes = ctx.script.commands.flatMap((command) => changeOf(command, ctx) ?? []);
  if (mode === "userns" || mode === "subuid") {
    for (const { change, severity, skips } of changes) {
      const owner = mode === "userns" ? change.names[0] : change.names.find(isBeyondMap);
      if (severity === undefined || owner === undefined) continue;
      yield { range: change.word, severity, message: describeFailure(change, owner, mode, skips), ...FAILS };
    }
    return;
  }
  if (!isFinalStage(ctx.stage)) return;
  const made = mode === "suid-fakeroot" ? madeAccounts(ctx) : new Set<string>();
  const [first, ...others] = changes.filter(({ change }) => isLost(change, made)).map(({ change }) => change);
  if (first === undefined) return;
  yield {
    range: first.word,
    severity: "info",
    message: `The image does not keep this owner: fakeroot only remembers it while the build lasts, and in the image the files are root's. Give the rights that are needed to all, as in chmod -R a+rX.`,
    related: others.map(({ word }) => ({ message: "this owner is not kept either", range: word })),
  };
}

interface Judged {
  readonly change: OwnerChange;
  /** Undefined where a failure does no harm. */
  readonly severity: Severity | undefined;
  /** Whether a failure keeps what stands behind `&&` from running. */
  readonly skips: boolean;
}

function changeOf(command: Command, ctx: ScriptContext): Judged | undefined {
  for (const { invocation, state } of ctx.flow.runsOf(command)) {
    const change = invocation && ownerChangeOf(invocation);
    if (change === undefined) continue;
    if (!failureIsTolerated(command, state)) {
      return { change, severity: state.reached === "yes" ? "error" : "warning", skips: false };
    }
    const skips = leavesOutTheRest(command);
    return { change, severity: skips ? "warning" : undefined, skips };
  }
  return undefined;
}

const FAILS = { modes: { subuid: "fails", userns: "fails" } } as const;

/** An account that the recipe fails to make is another rule's finding; the host's files are not in the image. */
function isLost({ names, paths }: OwnerChange, made: ReadonlySet<string>): boolean {
  return !names.some((name) => made.has(name)) && !(paths.length > 0 && paths.every(isInHostTmp));
}

function describeFailure({ program }: OwnerChange, owner: string, mode: "userns" | "subuid", skips: boolean): string {
  const why = mode === "userns" ? "root is the only user that exists here" : "only ids below 65536 exist here";
  return `${program} cannot give anything to ${owner} ("Invalid argument"): ${why}${skips ? ", and what follows && is left out without a word" : ""}. Leave the owner alone and give the rights that are needed to all, as in chmod -R a+rX: a container runs as the user who starts it.`;
}

export default defineRule({
  meta: {
    code: "DF106",
    name: "ownership-change",
    summary: "Give files to nobody but root",
    why: `Who owns the files of an image seldom matters on a cluster: a container runs as the user who starts it. With user namespaces
alone root is the only user that exists in a build, so \`chown app /opt/app\` ends with \`Invalid argument\`, and the build with it; with a
range in \`/etc/subuid\` the same happens to ids from 65536 on. Under the fakeroot command it seems to work, but only fakeroot's memory
changes: in the image the files are root's. Take it out, and let everybody read what is needed with \`chmod -R a+rX\`.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: { subuid: "fails", userns: "fails", "userns-fakeroot": "lost", "suid-fakeroot": "lost" },
    since: "0.1.0",
    sources: ["Apptainer 1.4.5, run in all modes: chown, chgrp and install -o to another user, and to the id 100000"],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
