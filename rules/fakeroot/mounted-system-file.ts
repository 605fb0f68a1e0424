import { type Draft, defineRule, type Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { removeCommand, removeWords } from "../edits/remove.ts";
import { inEveryApptainerMode } from "../knowledge/host/apptainer-modes.ts";
import { failureIsTolerated } from "../knowledge/shell/failure.ts";
import { type FileChange, fileChanges, takesName } from "../knowledge/shell/file-changes.ts";
import type { Run } from "../knowledge/shell/flow.ts";

/** One finding for each change that fails, and one for all that is lost, which names its other places. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  if (!ctx.flow.changes.some(({ change }) => isMounted(change))) return;
  const lost = new Map<number, FileChange>();
  for (const command of ctx.script.commands) {
    for (const run of ctx.flow.runsOf(command)) {
      const changes = fileChanges(command, run.invocation, run.state.variables);
      const mounted = changes.filter(isMounted);
      for (const change of mounted) if (!takesName(change)) lost.set(change.word.start, change);
      const busy = mounted.filter(takesName);
      const fix = dropChanges(run, busy, changes.length > busy.length, ctx);
      for (const change of busy) yield sayBusy(change, run, change === busy[0] ? fix : undefined);
    }
  }
  const [first, ...others] = lost.values();
  if (first === undefined) return;
  const related = others.map(({ word, path }) => ({
    message: `what is written to ${path} here is lost too`,
    range: word,
  }));
  yield { range: first.word, message: describeLoss(first), related };
}

/** Apptainer binds its own copies over these in `%post`, in every mode (stage.go, runPostScript). */
function isMounted({ path }: FileChange): boolean {
  return /^\/etc\/(?:resolv\.conf|hosts)$/.test(path.replace(/\/(?:\.?\/)+/g, "/"));
}

function sayBusy({ path, word, how }: FileChange, { command, state }: Run, fix: Fix | undefined): Draft {
  const severity = failureIsTolerated(command, state) ? "info" : state.reached === "yes" ? "error" : "warning";
  const what = how === "remove" ? "it cannot be removed or moved" : "no other file can take its name";
  return {
    range: word,
    severity,
    message: `${path} is a mount in %post, so ${what}: "Device or resource busy". Leave it alone: Apptainer brings the host's to every run.`,
    modes: inEveryApptainerMode("fails"),
    fix: severity === "info" ? undefined : fix,
  };
}

function describeLoss({ path }: FileChange): string {
  return `What is written to ${path} is there for the rest of %post and not in the image: the file is a mount. At run time Apptainer brings the host's; another one is bound with apptainer run --bind.`;
}

/** Takes the changes out of a command that does little else; only where its words are just what they seem. */
function dropChanges(run: Run, busy: readonly FileChange[], doesMore: boolean, ctx: ScriptContext): Fix | undefined {
  const { source } = ctx.document;
  const words = busy.map(({ word }) => word);
  if (words.some((word) => !word.literal || word.templated) || run.command.redirects.length > 0) return undefined;
  const name = run.invocation?.name ?? "";
  if (doesMore) return name === "rm" ? fixBy(removeWords(source, words)) : undefined;
  const removal = /^(?:rm|unlink|ln|sed)$/.test(name) ? removeCommand(source, run.command) : undefined;
  return removal && fixBy([removal]);
}

function fixBy(edits: Fix["edits"]): Fix {
  return { title: "Leave the mounted file alone", safety: "unsafe", edits };
}

export default defineRule({
  meta: {
    code: "DF113",
    name: "mounted-system-file",
    summary: "Leave /etc/resolv.conf and /etc/hosts alone in %post",
    why: `During \`%post\` Apptainer mounts copies of the host's \`/etc/resolv.conf\` and \`/etc/hosts\` over the image's, in every way to build, as root
too. \`rm\`, \`mv\`, \`ln -sf\`, \`sed -i\` and \`cp --remove-destination\` want to give the name to another file, which a mount refuses:
\`Device or resource busy\`. What is written into them works for the rest of \`%post\` and is not in the image, without any error. There is
nothing to gain either: when the container runs, it gets the host's files again. Take the line out, and bind another file at run time where
one is needed: \`apptainer run --bind my-hosts:/etc/hosts\`.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryApptainerMode("lost"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/stage.go, runPostScript",
      "Apptainer 1.4.5, run in all modes: rm, mv, ln -sf, sed -i, install and cp --remove-destination fail; cp and >> succeed and are lost",
      "https://github.com/apptainer/singularity/issues/5250",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
