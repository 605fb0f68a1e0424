import { spanOf } from "#grammar/source.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { addOptions } from "../edits/add-option.ts";
import {
  assumesYes,
  type Configured,
  findConfiguredYes,
  inputOf,
  isAlwaysYes,
} from "../knowledge/package-managers/answers.ts";
import { type AskingPackage, findDebconfQuestion } from "../knowledge/package-managers/debconf.ts";
import { ASKING, type Question, questionOf, readQuestion } from "../knowledge/package-managers/questions.ts";
import { findMirrorless } from "../knowledge/package-managers/r-mirror.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";

/** One finding for each program that asks: at its first question, with the others beside it. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const questions = questionsIn(ctx);
  for (const [at, first] of questions.entries()) {
    if (questions.findIndex(({ who }) => who === first.who) !== at) continue;
    const others = questions.slice(at + 1).filter(({ who }) => who === first.who);
    yield {
      range: spanOf([first.first.word, first.last.word]),
      severity: first.unanswered === "fails" ? "warning" : "info",
      message: describe(first),
      related: others.map((other) => ({
        message: "it asks here too",
        range: spanOf([other.first.word, other.last.word]),
      })),
      fix: answer([first, ...others]),
    };
  }
  const mirrorless = findMirrorless(ctx);
  if (mirrorless !== undefined) yield { range: mirrorless.command, message: MIRROR };
  const asking = findDebconfQuestion(ctx);
  if (asking !== undefined) yield { range: asking.word, severity: "info", message: describePackage(asking) };
}

/** What is asked in a script and not answered, each command once. */
function questionsIn({ script, flow, transactions }: ScriptContext): Question[] {
  const configured = findConfiguredYes(script);
  const open = new Map(
    transactions
      .filter((transaction) => assumesYes(transaction, configured) === false)
      .map((transaction) => [transaction.command, questionOf(transaction)]),
  );
  for (const run of flow.programsMatching(ASKING)) {
    if (open.has(run.command) || flow.runsOf(run.command)[0] !== run) continue;
    const question = otherQuestion(run, configured);
    if (question !== undefined) open.set(run.command, question);
  }
  return [...open].sort(([a], [b]) => a.start - b.start).map(([, question]) => question);
}

/** The question of a run that is no transaction, where it reads what the build reads. */
function otherQuestion(run: ProgramRun, configured: Configured): Question | undefined {
  const { command, invocation } = run;
  const question = readQuestion(command, invocation);
  if (question === undefined) return undefined;
  const { family, readsTerminal } = question;
  if (family !== undefined && isAlwaysYes(family, run, configured)) return undefined;
  return readsTerminal === true || inputOf(command) === "inherited" ? question : undefined;
}

function describe({ who, unanswered, option }: Question): string {
  const alone = unanswered === "fails" ? "the build fails" : "it goes on with its default";
  const program = who[0]?.toUpperCase() + who.slice(1);
  const subject = /^the |^rustup/.test(who) ? program : who;
  return `${subject} asks before it goes on: started from a terminal the build waits here for an answer, and without one ${alone}. Add ${option}.`;
}

function answer(questions: readonly Question[]): Fix | undefined {
  const edits = addOptions(questions);
  return edits && { title: `Answer with ${questions[0]?.option ?? "-y"}`, safety: "safe", edits };
}

const MIRROR =
  'install.packages asks for a mirror of CRAN where none is set, and ends here with "trying to use CRAN without setting a mirror". Give it repos = "https://cloud.r-project.org".';

function describePackage({ name, asking }: AskingPackage): string {
  const who = name === asking ? `${name} asks` : `${name} needs ${asking}, which asks`;
  return `${who} a question while it is installed, also with -y, and the build can wait for the answer for ever. Put \`export DEBIAN_FRONTEND=noninteractive\` before it in %post.`;
}

export default defineRule({
  meta: {
    code: "DF507",
    name: "interactive-prompt",
    summary: "Answer what installers ask, for nobody is there in a build",
    why: `Package managers ask before they install, and \`%post\` has the standard input of whoever builds: from a terminal the build stops and
waits for an answer, and in a job or a pipeline it ends with \`Abort.\` or \`Operation aborted.\`; conda takes silence for yes. Give
the manager its option for yes (\`-y\`, for zypper \`--non-interactive\`, for pacman \`--noconfirm\`). Some Debian packages ask as well while they are
installed, tzdata on Ubuntu above all: \`export DEBIAN_FRONTEND=noninteractive\` in \`%post\` is for them and answers nothing of what apt-get asks.
apt-get does not ask when it installs just what is named, so a small install can pass without the option.`,
    severity: "warning",
    confidence: "medium",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/stage.go: %post inherits the standard input",
      "apt-get(8), yum(8), zypper(8), pacman(8)",
      "conda, conda/reporters.py: an empty answer is the default, yes",
      "apptainer/apptainer#3029",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
