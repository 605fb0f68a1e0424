import { type BuildMode, type Draft, defineRule, inEveryMode, type Modes, type Severity } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { leaveSudoOut } from "../edits/leave-sudo-out.ts";
import { hasSudo, makesSudo, sudoOf } from "../knowledge/accounts/sudo.ts";
import { isOfSystem, readTransaction } from "../knowledge/package-managers/transactions.ts";
import { failureIsTolerated } from "../knowledge/shell/failure.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import type { Certainty } from "../knowledge/shell/state.ts";

function* check(ctx: ScriptContext): Iterable<Draft> {
  for (const run of ctx.flow.programs) {
    const { name, wrappers } = run.invocation;
    if (wrappers.length > 0 || name === "sudo") yield* checkRun(run, ctx);
  }
}

function* checkRun(run: ProgramRun, ctx: ScriptContext): Iterable<Draft> {
  const { command, state, invocation } = run;
  const sudo = sudoOf(invocation);
  if (sudo === undefined || makesSudo(ctx)) return;
  const { mode } = ctx.document.target;
  const isThere = hasSudo(command.start, ctx);
  const effect = effectOf(mode, isThere, installsPackages(run));
  if (effect === undefined) return;
  const stops = state.reached === "yes" && !failureIsTolerated(command, state);
  yield {
    range: sudo.program.word,
    severity: effect.severity === "error" && !stops ? "warning" : effect.severity,
    confidence: isThere === "unknown" ? "medium" : "high",
    message: `${effect.message} Leave sudo out: %post runs as root.`,
    ...(effect.modes === undefined ? {} : { modes: effect.modes }),
    fix: leaveSudoOut(sudo, run),
  };
}

interface SudoEffect {
  readonly severity: Severity;
  readonly message: string;
  readonly modes?: Modes;
}

/** What sudo does in a mode; undefined where it is there and does no harm. */
function effectOf(mode: BuildMode, isThere: Certainty, installs: boolean): SudoEffect | undefined {
  const isMissing = isThere === "no";
  if (isMissing) return { severity: "error", message: "The base image has no sudo: command not found." };
  const modes: Modes = { userns: "fails", "userns-fakeroot": "misleads", "suid-fakeroot": "fails" };
  if (mode === "userns") {
    return {
      severity: "error",
      message: "sudo fails here: it switches users, and root is the only one that exists.",
      modes,
    };
  }
  if (mode === "suid-fakeroot" && installs) {
    const where = isThere === "unknown" ? "sudo is missing in most base images, and where it is there it" : "sudo";
    const message = `${where} takes fakeroot away from what it runs: the package manager is not root then, and fails.`;
    return { severity: "error", message, modes };
  }
  if (isThere === "unknown") {
    return { severity: "warning", message: "Most base images have no sudo, and the build ends where it is not found." };
  }
  if (mode === "root" || mode === "subuid" || mode === "proot") return undefined;
  const message = "sudo takes fakeroot away from what it runs: chown, setcap and package scripts then fail.";
  return { severity: "info", message, modes: { ...modes, "suid-fakeroot": "misleads" } };
}

function installsPackages({ command, invocation, state }: ProgramRun): boolean {
  const transaction = readTransaction(command, invocation, state);
  return transaction !== undefined && isOfSystem(transaction);
}

export default defineRule({
  meta: {
    code: "DF110",
    name: "sudo-in-post",
    summary: "Leave sudo out of %post, which runs as root",
    why: `\`%post\` runs as root, or as what looks like root, so \`sudo\` is never needed there, and most base images do not have it: the build
ends with \`sudo: not found\`. Where it is installed it does harm in unprivileged builds. With user namespaces alone it fails, since it
switches users while it starts. Under the fakeroot command it drops the variables by which fakeroot works, so that the command runs without:
\`dpkg: error: requested operation requires superuser privilege\`. Take it out; the mend does so where nothing else hangs on it.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run in all modes: sudo id, sudo touch, sudo chown and sudo apt-get on Debian 12",
      "apptainer/apptainer#2371",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
