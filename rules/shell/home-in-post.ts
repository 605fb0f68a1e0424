import { headerEntry } from "#grammar/ast.ts";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import { type Draft, defineRule, type Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { insertLines, placeBefore } from "../edits/place.ts";
import { type HomeUse, homeUseOf, mayMakeHome } from "../knowledge/places/home-uses.ts";
import { failureIsTolerated } from "../knowledge/shell/failure.ts";
import type { Run } from "../knowledge/shell/flow.ts";

/** One finding a script, at the first use: one line cures them all. */
function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  if (!mayNameHome(ctx)) return;
  const uses: { readonly run: Run; readonly use: HomeUse }[] = [];
  // The build of a local image by the same user may have left the directory in it.
  let mayExist = headerEntry(ctx.stage.stage, "bootstrap")?.value.text.trim() === "localimage";
  for (const command of script.commands) {
    for (const run of ctx.flow.runsOf(command)) {
      const use = homeUseOf(command, run.invocation, run.state);
      const isHarmless = use?.kind === "visits" && mayExist && uses.length === 0;
      if (use !== undefined && !isHarmless && uses.every(({ use: { word } }) => word !== use.word))
        uses.push({ run, use });
      mayExist ||= uses.length === 0 && (mayMakeHome(run.invocation) || run.state.hasSourced);
    }
  }
  const [first, ...others] = uses;
  if (first === undefined) return;
  const fails = first.use.kind !== "makes" && !mayExist;
  const stops = fails && first.run.state.reached === "yes" && !failureIsTolerated(first.run.command, first.run.state);
  yield {
    range: first.use.word,
    message: describe(first.use, mayExist),
    severity: stops ? "error" : "warning",
    confidence: mayExist && first.use.kind !== "makes" ? "medium" : "high",
    modes: { "suid-fakeroot": fails ? "fails" : "misleads" },
    related: others.map(({ use }) => ({ message: "this is in the same directory", range: use.word })),
    fix: setHome(first.run, ctx),
  };
}

/** Whether anything in the script can lead there: a word as it is written, a build argument's value, or a `cd` alone. */
function mayNameHome({ script, flow }: ScriptContext): boolean {
  if (/~|HOME|\{\{/.test(script.joined.text)) return true;
  return flow.programsNamed("cd").some(({ invocation }) => invocation.arguments.length === 0);
}

function describe({ word, kind }: HomeUse, mayExist: boolean): string {
  const home = word.value === "cd" ? "The home directory" : word.text.startsWith("~") ? "~" : "$HOME";
  return `${home} is /home/USER of the host here (a build without user namespaces), not /root${outcomeOf(kind, mayExist)}. Put export HOME=/root at the top of %post, or better use a directory such as /opt/NAME.`;
}

function outcomeOf(kind: HomeUse["kind"], mayExist: boolean): string {
  if (kind === "makes") return ": what goes there is hidden by the user's own home directory when a container runs";
  if (mayExist)
    return ": the command fails unless something has made that directory, and what goes there is hidden at run time";
  return ", and that directory is not in the image: the command fails";
}

function setHome({ command }: Run, { document: { source }, script }: ScriptContext): Fix {
  const place = placeBefore(source, script, command);
  return {
    title: "Set HOME to /root, as in a privileged build",
    safety: "safe",
    edits: [insertLines(source, place, `${place.indent}export HOME=/root${source.lineEnd}`)],
  };
}

export default defineRule({
  meta: {
    code: "DF513",
    name: "home-in-post",
    summary: "Set HOME before %post writes to ~ or $HOME",
    why: `In a build by setuid Apptainer and the fakeroot command, without user namespaces, \`HOME\` is that of the user on the host, as in \`/home/alice\`. The
image has no such directory: \`cd ~\`, \`wget -O ~/x\` and \`echo >> ~/.bashrc\` end the build. What makes the directory by itself, such as
\`mkdir -p ~/x\` or \`git clone\`, puts it into the image at \`/home/alice\`, where nobody sees it, since the user's own home is mounted over it at run time.
In all other builds \`HOME\` is \`/root\`, so \`export HOME=/root\` at the top changes nothing there. Better still, install below \`/opt\`: \`/root\` can be read by
root alone.`,
    severity: "warning",
    confidence: "high",
    fix: "safe",
    modes: { "suid-fakeroot": "misleads" },
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run in all modes: HOME is /home/USER without user namespaces, /root elsewhere",
      "Apptainer 1.4.5, run by setuid: cd ~, cd, >> ~/.bashrc and mkdir ~/a end the build; mkdir -p ~/a/b is in the image",
      "apptainer/singularity#2409",
    ],
  },
  on: { post: check },
});
