import { type Draft, defineRule, type Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { removeCommand } from "../edits/remove.ts";
import { findHandMadeStubs, type HandMadeStub } from "../knowledge/accounts/hand-made-stubs.ts";

function* check(ctx: ScriptContext): Iterable<Draft> {
  const stubs = findHandMadeStubs(ctx.flow);
  const first = stubs[0];
  if (first === undefined) return;
  const tools = [...new Set(stubs.map(({ tool }) => tool))];
  const fix = guardStubs(ctx, stubs);
  yield {
    range: first.command,
    message: `${tools.join(" and ")} ${tools.length > 1 ? "are" : "is"} replaced in every build, also where accounts can be made, and the image keeps the replacement. Replace them only where /etc/group is a mount, and put them back at the end.`,
    related: stubs.slice(1).map(({ command, tool }) => ({ message: `${tool} is replaced here`, range: command })),
    fix,
  };
}

/** deflint's own stub for the hand-made ones; only where each is a command of its own and nothing else belongs to it. */
function guardStubs(ctx: ScriptContext, stubs: readonly HandMadeStub[]): Fix | undefined {
  const removals = stubs.map(({ command, isAlone }) =>
    isAlone && command.parent === undefined ? removeCommand(ctx.document.source, command) : undefined,
  );
  const insertion = ctx.stubInsertion;
  if (insertion === undefined || removals.some((edit) => edit === undefined)) return undefined;
  const edits = [...insertion.edits, ...removals.filter((edit) => edit !== undefined)];
  return {
    title: "Replace the account tools only where no account can be added",
    safety: "unsafe",
    edits: edits.sort((a, b) => a.start - b.start || a.end - b.end),
  };
}

export default defineRule({
  meta: {
    code: "DF120",
    name: "unguarded-stub",
    summary: "Replace groupadd and useradd only where they cannot work",
    why: `\`cp /usr/bin/true /usr/sbin/groupadd\` lets packages install in a build without user namespaces. Written like this it
also acts where accounts can be made: the packages' users and groups are missing there without any error, and in every image the tools are
dead, so that a recipe that builds on it fails in other ways. Ask first whether \`/etc/group\` is a mount
(\`grep -qs ' /etc/group ' /proc/self/mounts\`), which is so in just those builds, and put the real tools back at the end.`,
    severity: "info",
    confidence: "high",
    fix: "unsafe",
    modes: {
      root: "misleads",
      subuid: "misleads",
      userns: "misleads",
      "userns-fakeroot": "misleads",
      "suid-fakeroot": "misleads",
    },
    since: "0.1.0",
    sources: ["Apptainer 1.4.5, run in all modes: the guard holds in builds without user namespaces alone"],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
