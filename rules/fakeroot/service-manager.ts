import type { Command } from "#grammar/shell/tree.ts";
import { type BuildMode, type Draft, defineRule, type Fix } from "../define-rule.ts";
import { ofPrograms, type ScriptContext } from "../document.ts";
import { removeCommand, removeWords } from "../edits/remove.ts";
import { inEveryApptainerMode } from "../knowledge/host/apptainer-modes.ts";
import { SERVICE_PROGRAMS, serviceRequest, startedDaemon } from "../knowledge/programs/services.ts";
import { failureIsTolerated } from "../knowledge/shell/failure.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { hasWord } from "../knowledge/shell/invocation.ts";

function* check(run: ProgramRun, ctx: ScriptContext): Iterable<Draft> {
  const daemon = startedDaemon(run.invocation);
  if (daemon !== undefined) yield sayShortLived(daemon, run);
  const request = serviceRequest(run.invocation);
  // Something else may stand in for it, which starts services by itself.
  if (request === undefined || (run.state.stubbed.get("systemctl") ?? "no") !== "no") return;
  if (request === "enable") yield sayUnused(run, ctx);
  else yield* sayRefused(request, run, ctx);
}

function* sayRefused(request: "start" | "talk", run: ProgramRun, ctx: ScriptContext): Iterable<Draft> {
  const { command, state, invocation } = run;
  const isTolerated = failureIsTolerated(command, state);
  const isIgnored = IGNORING.has(ctx.document.target.mode) && !hasWord(invocation, "--now");
  // What has no effect and ends nothing is worth a word just where its author believes a service to run.
  if ((isTolerated || isIgnored) && request !== "start") return;
  const stops = state.reached === "yes" && !isTolerated && !isIgnored;
  const outcome = stops ? "systemctl fails, and the build with it" : "systemctl fails where it runs";
  yield {
    range: invocation.program.word,
    severity: stops ? "error" : "warning",
    message: `No service manager runs in %post: ${isIgnored ? "systemctl ignores this" : `${outcome} ("System has not been booted with systemd")`}. Take it out; what a run needs is started in %startscript or %runscript.`,
    ...(hasWord(invocation, "--now") ? { modes: FAILS } : {}),
    fix: dropFrom(run, ctx, "safe"),
  };
}

function sayUnused(run: ProgramRun, ctx: ScriptContext): Draft {
  return {
    range: run.invocation.program.word,
    severity: "info",
    message:
      "systemctl enable only makes links for a service manager, and a container runs none: nothing will start the service, unless the container is booted (apptainer instance start --boot). Start it in %startscript.",
    modes: LOST,
    fix: dropFrom(run, ctx, "unsafe"),
  };
}

function sayShortLived(daemon: string, { invocation }: ProgramRun): Draft {
  return {
    range: invocation.program.word,
    severity: "warning",
    message: `${daemon} is started for the build alone: no process of %post is in the image, and a container starts no services when it is run. Start it in %startscript (apptainer instance start), if it is needed.`,
    modes: LOST,
  };
}

/** Takes the command out, or just the option by which it starts what it enables. */
function dropFrom({ command, invocation }: ProgramRun, ctx: ScriptContext, safety: Fix["safety"]): Fix | undefined {
  const { source } = ctx.document;
  const now = invocation.arguments.filter(({ value, word }) => value === "--now" && word.literal);
  if (hasWord(invocation, "--now")) {
    const edits = removeWords(
      source,
      now.map(({ word }) => word),
    );
    return edits.length === 0 ? undefined : { title: "Take --now out", safety: "unsafe", edits };
  }
  const removal = isPlainStep(command) ? removeCommand(source, command) : undefined;
  return removal && { title: "Take the command out", safety, edits: [removal] };
}

/** Whether nothing depends on the command but what follows it. */
function isPlainStep({ parent, role, negated, redirects }: Command): boolean {
  if (negated || redirects.length > 0 || role === "condition" || role === "background" || role === "substitution")
    return false;
  return parent?.kind !== "chain" || parent.connectors.every((connector) => connector === "&&");
}

const LOST = inEveryApptainerMode("lost");
const FAILS = inEveryApptainerMode("fails");

/** Where systemctl may look at process 1, and so sees that it is not in that one's system: as root, or in processes of Apptainer's own. */
const IGNORING: ReadonlySet<BuildMode> = new Set(["root", "subuid"]);

export default defineRule({
  meta: {
    code: "DF114",
    name: "service-manager",
    summary: "Start no services in %post",
    why: `No service manager runs in \`%post\`, nor in a container that is run: \`systemctl start\`, \`restart\` and \`daemon-reload\` end with
\`System has not been booted with systemd as init system\`, and the build with them; in builds by root, and in those with a range in
\`/etc/subuid\`, they are ignored. \`systemctl enable\` succeeds and makes links that nobody reads. What \`service ssh start\` starts lives as
long as \`%post\`, and no process gets into the image. Take these lines out; start what a run needs in \`%startscript\` (\`apptainer instance start\`) or in \`%runscript\`.`,
    severity: "warning",
    confidence: "high",
    fix: "safe",
    modes: { ...FAILS, root: "lost", subuid: "lost" },
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5 and systemd 252, run in all modes: start, stop, daemon-reload and enable --now end with 1, as root and with subordinate ids all but the last are ignored; enable succeeds",
      "systemd, src/basic/virt.c, running_in_chroot: compares /proc/1/root, which Apptainer's own process 1 lets it see where it makes a PID namespace",
    ],
  },
  on: { postPrograms: ofPrograms(SERVICE_PROGRAMS, check) },
});
