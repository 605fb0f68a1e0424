import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { type PreloadLoss, preloadLoss } from "../knowledge/host/fakeroot-environment.ts";

function* check({ joined, commands }: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  if (!MENTIONS.test(joined.text)) return;
  const { source } = ctx.document;
  for (const command of commands) if (MENTIONS.test(source.slice(command))) yield* checkCommand(command, ctx);
}

/** What stands in every command that loses it. */
const MENTIONS = /\benv\b|LD_PRELOAD/;

function* checkCommand(command: Command, ctx: ScriptContext): Iterable<Draft> {
  for (const run of ctx.flow.runsOf(command)) {
    const loss = preloadLoss(run);
    if (loss === undefined || (loss.scope === "rest" && isLast(command, ctx))) continue;
    const severity =
      loss.scope === "rest" || ASKS_FOR_ROOT.test(ctx.document.source.slice(command)) ? "warning" : "info";
    yield { range: loss.range, severity, message: describe(loss), fix: keepPreload(loss, command) };
    return;
  }
}

/** Programs that most often do what only root may; of other commands it cannot be told. */
const ASKS_FOR_ROOT =
  /\b(?:chown|chgrp|chroot|install|apt|apt-get|aptitude|dpkg|dnf|yum|microdnf|rpm|zypper|apk|pacman|adduser|addgroup|useradd|groupadd|su|sudo|mknod|setcap|tar|make|pip\d*|conda|mamba)\b/;

/** Nothing is left then that could miss it. */
function isLast(command: Command, { script }: ScriptContext): boolean {
  return script.commands.at(-1) === command;
}

function describe({ scope, valueEnd }: PreloadLoss): string {
  const who = scope === "rest" ? "all that follows" : "the command";
  const advice =
    valueEnd === undefined ? "Leave LD_PRELOAD as it is." : "Keep the old value: LD_PRELOAD=/your.so:$LD_PRELOAD.";
  return `This switches fakeroot off, which works through LD_PRELOAD in this build: ${who} runs without being root, so that chown, package managers and what else asks for root fail. ${advice}`;
}

/** Another value than before only where LD_PRELOAD had one. */
function keepPreload({ valueEnd }: PreloadLoss, { words, assignments }: Command): Fix | undefined {
  const isTemplated = [...words, ...assignments.flatMap(({ value }) => value ?? [])].some((word) => word.templated);
  if (valueEnd === undefined || isTemplated) return undefined;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
  const old = "${LD_PRELOAD:+:$LD_PRELOAD}";
  return {
    title: "Keep what LD_PRELOAD holds",
    safety: "unsafe",
    edits: [{ start: valueEnd, end: valueEnd, text: old }],
  };
}

export default defineRule({
  meta: {
    code: "DF118",
    name: "fakeroot-environment-reset",
    summary: "Keep LD_PRELOAD in builds under the fakeroot command",
    why: `Where \`%post\` runs under the fakeroot command, the library in \`LD_PRELOAD\` is what makes programs believe that they are run by root.
\`env -i\`, \`unset LD_PRELOAD\` and \`LD_PRELOAD=/my/lib.so\` switch it off: \`chown\` ends with \`Operation not permitted\`, and without user namespaces even \`id -u\`
says who you are, so that package managers refuse to work. Put a library of your own before the old value,
\`LD_PRELOAD=/my/lib.so:$LD_PRELOAD\`, and take single variables out instead of all: \`env -u NAME\`. \`LD_LIBRARY_PATH\` may be changed freely.`,
    severity: "warning",
    confidence: "medium",
    fix: "unsafe",
    modes: { "userns-fakeroot": "fails", "suid-fakeroot": "fails" },
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run in all modes: without LD_PRELOAD chown fails in these two, and id -u is the user's in the last; LD_LIBRARY_PATH does not matter",
    ],
  },
  on: { post: check },
});
