import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { addOptions } from "../edits/add-option.ts";
import type { Transaction } from "../knowledge/package-managers/transactions.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import { hasOption } from "../knowledge/shell/invocation.ts";

/** What is recommended: the option that leaves it out, options that decide it, and settings in files. apt-get(8), zypper(8). */
const MANAGERS = {
  deb: {
    option: "--no-install-recommends",
    decided: /^--(?:no-install|install|without)-recommends$|^-[rR]$/,
    setting: /APT::Install-Recommends/i,
  },
  rpm: {
    option: "--no-recommends",
    decided: /^--(?:no-)?recommends$/,
    setting: /onlyRequires/,
  },
} as const;

/** One finding a script: at its first such install, with a fix for all of them. */
function* check({ script, stage, transactions }: ScriptContext): Iterable<Draft> {
  if (!isFinalStage(stage)) return;
  const open = transactions.filter((transaction) => takesRecommended(transaction, script.joined.text));
  const [first] = open;
  if (first === undefined) return;
  const { verb = first.invocation.program, manager } = first;
  const { option } = tableOf(first);
  yield {
    range: { start: Math.min(first.invocation.program.word.start, verb.word.start), end: verb.word.end },
    message: `${manager} also installs what the packages only recommend: a larger image, and often packages that add users or start services. Add ${option} and name what you need.`,
    fix: leaveOut(open),
  };
}

function tableOf({ family }: Transaction): (typeof MANAGERS)["deb" | "rpm"] {
  return family === "deb" ? MANAGERS.deb : MANAGERS.rpm;
}

function takesRecommended(transaction: Transaction, text: string): boolean {
  const { manager, action, packages, invocation } = transaction;
  const isTold = action === "install" && packages.some(({ value }) => !/^\.{0,2}\/|\.deb$/.test(value ?? ""));
  if (!/^(?:apt|apt-get|aptitude|zypper)$/.test(manager) || !isTold) return false;
  const { decided, setting } = tableOf(transaction);
  const isHidden = invocation.arguments.some(
    ({ value, word }) => value === undefined && /opt|flag|arg/i.test(word.text),
  );
  const isDecided = hasOption(invocation.arguments, decided) || hasOption(invocation.arguments, setting);
  return !isHidden && !isDecided && !setting.test(text);
}

function leaveOut(transactions: readonly Transaction[]): Fix | undefined {
  const edits = addOptions(transactions.map((found) => ({ behind: found.verb, option: tableOf(found).option })));
  return edits && { title: "Leave out recommended packages", safety: "unsafe", edits };
}

export default defineRule({
  meta: {
    code: "DF805",
    name: "recommended-packages-installed",
    summary: "Leave out packages that are only recommended",
    why: `\`apt-get install\` and \`zypper install\` bring what the named packages recommend as well as what they need: documentation, desktop
parts, daemons. The image grows, and in builds without root many of the failing packages come this way (openssh-client, dbus, polkit). Add
\`--no-install-recommends\` (for zypper \`--no-recommends\`), and name what turns out to be missing, \`ca-certificates\` above all.`,
    severity: "info",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["apt-get(8) 2.6, APT::Install-Recommends", "zypper(8) 1.14, solver.onlyRequires"],
    group: "hygiene",
  },
  on: { post: (_script, ctx) => check(ctx) },
});
