import { type Draft, defineRule } from "../define-rule.ts";
import { ofPrograms } from "../document.ts";
import { failureIsTolerated } from "../knowledge/shell/failure.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { hasOption, isSystemProgram, operandsOf } from "../knowledge/shell/invocation.ts";

function* check(run: ProgramRun): Iterable<Draft> {
  const { command, state, invocation } = run;
  const { name, program, arguments: words } = invocation;
  if (!isSystemProgram(invocation) || operandsOf(words, VALUED).length === 0 || hasOption(words, ASKS)) return;
  const isTolerated = failureIsTolerated(command, state);
  const stops = state.reached === "yes" && !isTolerated;
  yield {
    range: program.word,
    severity: stops ? "error" : "warning",
    message: `${name} is refused here ("${ERRORS[name]}"): in a build without user namespaces %post runs as you, and fakeroot only pretends that you are root. ${outcome(stops, isTolerated)} A mount never gets into the image: bind what the build needs (apptainer build --bind).`,
  };
}

function outcome(stops: boolean, isTolerated: boolean): string {
  if (isTolerated) return "The build goes on without it.";
  return stops ? "The build ends with it." : "Where it runs, the build ends with it.";
}

const ERRORS: Readonly<Record<string, string>> = {
  mount: "permission denied",
  umount: "must be superuser to unmount",
};

/** mount(8) and umount(8), util-linux 2.38: options with a value, and those that only ask. `mount -a` has nothing to do in an image. */
const VALUED = /^-[toOLUTNn]$|^--(?:types|options|test-opts|label|uuid|fstab|namespace|target-prefix)$/;
const ASKS = /^-[hV]$|^--(?:help|version)$/;

export default defineRule({
  meta: {
    code: "DF112",
    name: "mount-in-post",
    summary: "Mount nothing in %post where only root may",
    why: `In a build by setuid Apptainer and the fakeroot command, without user namespaces, \`%post\` runs as you, and fakeroot only pretends
that you are root: the kernel refuses \`mount\` with \`permission denied\`. In builds with user namespaces or as root it works, but what is mounted
never gets into the image. Bind directories of the host that the build needs with \`apptainer build --bind /host/dir:/mnt\`, and those that a
program needs later when it is run, with \`apptainer run --bind\`.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: { "suid-fakeroot": "fails" },
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run in all modes: mount and umount of tmpfs and bind mounts fail in this one and work in the others",
    ],
  },
  on: { postPrograms: ofPrograms(["mount", "umount"], check) },
});
