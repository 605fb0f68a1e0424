import { type Draft, defineRule } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { failureIsTolerated } from "../knowledge/shell/failure.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { type Argument, operandsOf } from "../knowledge/shell/invocation.ts";

function* check({ command, state, invocation }: ProgramRun, ctx: ScriptContext): Iterable<Draft> {
  const [path, type] = operandsOf(invocation.arguments, /^-m$|^--mode$/);
  if (path === undefined || !/^[cub]$/.test(type?.value ?? "")) return;
  const { mode } = ctx.document.target;
  const fails = mode !== "subuid" && (mode === "userns" || isInDev(path));
  const isTolerated = failureIsTolerated(command, state);
  const stops = fails && !isTolerated && state.reached === "yes";
  yield {
    range: invocation.program.word,
    severity: stops ? "error" : fails && isTolerated ? "info" : "warning",
    message: `${describe(path, mode, fails)} Leave mknod out: a container has the host's /dev.`,
    ...(fails ? { modes: { [mode]: "fails" } } : {}),
  };
}

function isInDev({ value }: Argument): boolean {
  return /^\/+dev\//.test(value ?? "");
}

function describe(path: Argument, mode: string, fails: boolean): string {
  if (fails && isInDev(path))
    return "mknod fails here: during %post /dev is the host's, where nobody but its root may add anything.";
  if (fails) return 'mknod fails here ("Operation not permitted"): devices need real root.';
  if (mode === "subuid") return "mknod makes nothing here, though it reports success: devices need real root.";
  return "mknod makes an empty file here instead of a device: fakeroot only pretends, and the image gets the file.";
}

export default defineRule({
  meta: {
    code: "DF108",
    name: "device-node",
    summary: "Make no device nodes: the host's /dev is there",
    why: `Only real root may make device nodes. With user namespaces alone \`mknod\` fails, with a range in \`/etc/subuid\` it reports success
and makes nothing, and under the fakeroot command the image gets an empty file in the device's place. In \`/dev\` it fails in most
builds, since the host's own is mounted there during \`%post\`. A container has the host's \`/dev\` at run time, so leave \`mknod\` out; fifos
(\`mknod PATH p\`) are no devices and work.`,
    severity: "warning",
    confidence: "high",
    fix: "none",
    modes: { subuid: "lost", userns: "fails", "userns-fakeroot": "lost", "suid-fakeroot": "lost" },
    since: "0.1.0",
    sources: ["Apptainer 1.4.5, run in all modes: mknod of a character device, in / and in /dev"],
  },
  on: { postPrograms: { mknod: check } },
});
