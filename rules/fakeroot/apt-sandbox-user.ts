import { type Draft, defineRule, type Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { insertLines, placeBefore } from "../edits/place.ts";
import type { BaseImage } from "../knowledge/images/distributions.ts";
import { aptSetting, SANDBOX_USER } from "../knowledge/package-managers/apt-settings.ts";
import { managerNamed } from "../knowledge/package-managers/transactions.ts";
import { failureIsTolerated, leavesOutTheRest } from "../knowledge/shell/failure.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { hasWord, operandsOf } from "../knowledge/shell/invocation.ts";

/** One finding a script: at its first apt command that downloads, and surely so where one is surely reached. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  if (isWithoutSandbox(ctx.stage.base)) return;
  const runs = ctx.flow.programs.filter((run) => downloads(run) && isSandboxed(run, ctx));
  const first = runs[0];
  if (first === undefined) return;
  const shown = runs.find(stops) ?? first;
  yield {
    range: shown.invocation.program.word,
    severity: stops(shown) && isBaseKnown(ctx) ? "error" : "warning",
    confidence: isBaseKnown(ctx) ? "high" : "medium",
    message: `${shown.invocation.name} downloads as the user _apt, and here only root is mapped: "setgroups 65534 failed". Let it download as root: write APT::Sandbox::User "root"; to a file in /etc/apt/apt.conf.d first.`,
    fix: aptSetting(SANDBOX_USER, first, ctx) === undefined ? turnSandboxOff(first, ctx) : undefined,
  };
}

/** An image of somebody's may be of a release whose apt still downloads as root, or turn its sandbox off. */
function isBaseKnown({ stage: { base } }: ScriptContext): boolean {
  return base !== undefined;
}

const DOWNLOADING =
  /^(?:update|install|reinstall|satisfy|build-dep|source|download|changelog|upgrade|dist-upgrade|full-upgrade|safe-upgrade)$/;

function downloads({ invocation }: ProgramRun): boolean {
  if (!/^(?:apt-get|apt|aptitude)$/.test(invocation.name)) return false;
  const verb = operandsOf(invocation.arguments, managerNamed(invocation.name)?.valued)[0]?.value ?? "";
  return DOWNLOADING.test(verb) && !hasWord(invocation, "--print-uris") && !hasWord(invocation, "--help");
}

function isSandboxed(run: ProgramRun, ctx: ScriptContext): boolean {
  return !/^(?:root|0|\?|)$/.test(aptSetting(SANDBOX_USER, run, ctx) ?? "_apt");
}

/** Whether the build ends there, or goes on without what stands behind `&&`. */
function stops({ command, state }: ProgramRun): boolean {
  return state.reached === "yes" && (!failureIsTolerated(command, state) || leavesOutTheRest(command));
}

/** apt has downloaded as a user of its own since 1.1: Debian 9, Ubuntu 16.04. */
function isWithoutSandbox(base: BaseImage | undefined): boolean {
  if (base === undefined) return false;
  const release = Number(base.release ?? Number.NaN);
  return base.family !== "deb" || release < (base.distribution === "debian" ? 9 : 16);
}

const LINE = `echo 'APT::Sandbox::User "root";' > /etc/apt/apt.conf.d/99-deflint-sandbox`;

/** In a script for several distributions the directory is not everywhere. */
function turnSandboxOff(first: ProgramRun, { document: { source }, script, stage }: ScriptContext): Fix {
  const place = placeBefore(source, script, first.command);
  const isSure = stage.base !== undefined || first.state.reached === "yes";
  const line = isSure ? LINE : `[ ! -d /etc/apt/apt.conf.d ] || ${LINE}`;
  return {
    title: "Let apt download as root",
    safety: "safe",
    edits: [insertLines(source, place, `${place.indent}${line}${source.lineEnd}`)],
  };
}

export default defineRule({
  meta: {
    code: "DF105",
    name: "apt-sandbox-user",
    summary: "Let apt download as root, where root is the only user",
    why: `apt downloads as a user of its own, \`_apt\`. In a build with user namespaces, but without a range in \`/etc/subuid\` and without the
fakeroot command, root is the only user that exists, so apt ends with \`E: setgroups 65534 failed\` before it has fetched anything. Write
\`APT::Sandbox::User "root";\` to a file in \`/etc/apt/apt.conf.d\` before the first apt command, which changes nothing of what is
installed. Packages whose scripts give files to other users fail here all the same: with the fakeroot command installed on the host
they do not.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: { userns: "fails" },
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run in all modes: apt-get update fails in this one, and not with the setting",
      "apptainer/apptainer#1751",
      "apt.conf(5)",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
