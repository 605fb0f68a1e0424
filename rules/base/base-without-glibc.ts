import { type Draft, defineRule } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { hasPost, readBaseReference } from "../knowledge/images/base-references.ts";
import { nameOf } from "../knowledge/images/lifetimes.ts";
import { lastEntry } from "../knowledge/recipe/header-entries.ts";

function* check(ctx: StageContext): Iterable<Draft> {
  const { base, stage } = ctx;
  if ((base?.libc !== "musl" && base?.libc !== "none") || !hasPost(ctx)) return;
  const range = readBaseReference(ctx)?.from.value ?? lastEntry(stage, "bootstrap")?.value;
  if (range === undefined) return;
  const userns = ctx.document.target.mode === "userns-fakeroot";
  const lack = base.libc === "musl" ? `${nameOf(base)} has musl` : `${nameOf(base)} has no glibc`;
  yield {
    range,
    message: `The host's fakeroot command, which runs %post, needs glibc, and ${lack}: %post ends before its first command with "faked: not found". Take a base with glibc, such as debian:12-slim${userns ? ", or build with --ignore-fakeroot-command" : ""}.`,
  };
}

export default defineRule({
  meta: {
    code: "DF302",
    name: "base-without-glibc",
    summary: "Take a base with glibc where the fakeroot command runs %post",
    why: `Where Apptainer runs \`%post\` under the fakeroot command, it binds the host's own \`fakeroot\` and \`faked\` into the container. These are programs for
glibc, which Alpine and busybox do not have, so they end with \`faked: not found\` before \`%post\` has run a single command. Take a base with glibc, such as
\`debian:12-slim\`. With user namespaces the build can also go without the fakeroot command (\`--ignore-fakeroot-command\`); setuid Apptainer without them
has no other way.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: { "userns-fakeroot": "fails", "suid-fakeroot": "fails" },
    since: "0.1.0",
    sources: ["Apptainer 1.4.5, run in both modes: %post in an image without glibc", "apptainer/apptainer#783"],
  },
  on: { stage: (_stage, ctx) => check(ctx) },
});
