import { type Draft, defineRule, type Target } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { isOlderGlibc, needOfFakeroot } from "../knowledge/host/fakeroot-command.ts";
import { hasPost, readBaseReference } from "../knowledge/images/base-references.ts";
import { nameOf } from "../knowledge/images/lifetimes.ts";

function* check(ctx: StageContext): Iterable<Draft> {
  const { target } = ctx.document;
  const glibc = ctx.base?.glibc;
  const reference = readBaseReference(ctx);
  if (target.hostGlibc === undefined || glibc === undefined || reference === undefined || !hasPost(ctx)) return;
  const need = needOfFakeroot(target.hostGlibc);
  if (!isOlderGlibc(glibc, need.glibc)) return;
  yield {
    range: reference.from.value,
    message: describe(ctx, glibc, need.glibc, need.isProven),
    ...(need.isProven ? {} : { severity: "warning", confidence: "medium" }),
  };
}

function describe(
  { base, document: { target } }: StageContext,
  glibc: string,
  needed: string,
  isProven: boolean,
): string {
  const name = base === undefined ? "this base" : nameOf(base);
  const need = isProven ? `needs glibc ${needed}` : `was built for the host's glibc ${needed} and may need it`;
  const then = isProven ? "" : " then";
  return `The host's fakeroot command, which runs %post, ${need}, and ${name} has ${glibc}:${then} %post ends before its first command with "GLIBC_${needed} not found". ${cureFor(target)}`;
}

function cureFor({ mode }: Target): string {
  const base = "Take a base of the host's release or a later one";
  return mode === "userns-fakeroot" ? `${base}, or build with --ignore-fakeroot-command.` : `${base}.`;
}

export default defineRule({
  meta: {
    code: "DF301",
    name: "base-glibc-older-than-host",
    summary: "Take a base whose glibc is as new as the host's fakeroot needs",
    why: `Where Apptainer runs \`%post\` under the fakeroot command, it binds the host's own \`fakeroot\` and \`faked\` into the container, and these need
a glibc about as new as the host's. In an older base they end with \`version GLIBC_2.34 not found\`, before \`%post\` has run a single command. Take a base of the
host's release or a later one. With user namespaces the build can also go without the fakeroot command (\`--ignore-fakeroot-command\`), and simple
packages install then too.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    needs: "host",
    modes: { "userns-fakeroot": "fails", "suid-fakeroot": "fails" },
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run in both modes: fakeroot of a newer host in Debian 11 and 12",
      'Apptainer user guide, fakeroot, "Using fakeroot command inside definition file"',
      "apptainer/apptainer#865",
      "apptainer/apptainer#1338",
    ],
  },
  on: { stage: (_stage, ctx) => check(ctx) },
});
