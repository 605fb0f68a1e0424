import type { Command, Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { removeWords } from "../edits/remove.ts";
import {
  downloadsOf,
  isDownload,
  isPipedToInterpreter,
  isVerification,
  VERIFIERS,
} from "../knowledge/programs/downloads.ts";
import {
  CHECKING,
  isUncheckedVariable,
  type Unchecked,
  uncheckedBy,
  uncheckedRepositories,
} from "../knowledge/programs/unchecked-downloads.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { partialValue } from "../knowledge/shell/invocation.ts";

function* check(ctx: ScriptContext): Iterable<Draft> {
  const { type, commands } = ctx.script;
  if (type !== "post" && type !== "setup" && type !== "pre") return;
  for (const command of commands) if (command.assignments.length > 0) yield* assignments(command);
  for (const { command, invocation } of ctx.flow.runs) {
    for (const range of uncheckedRepositories(command, invocation)) {
      yield { range, ...STRICT, message: WITHOUT_SIGNATURES };
    }
  }
  const verified = ctx.flow.programsMatching(VERIFIERS).findLast(({ invocation }) => isVerification(invocation));
  for (const run of ctx.flow.programsMatching(CHECKING)) {
    const { command, state, invocation } = run;
    const unchecked = fetchesByTls(run) ? uncheckedBy(invocation, state.variables) : [];
    const isCheckedLater = command.start < (verified?.command.start ?? -1) && isDownload(invocation);
    if (isCheckedLater) continue;
    for (const found of unchecked) yield turnedOff(found, ctx);
    if (unchecked.length === 0 && isDownload(invocation) && !isPipedToInterpreter(command)) yield* plainDownloads(run);
  }
}

/** `GIT_SSL_NO_VERIFY=1 git clone ...` */
function* assignments({ assignments: given }: Command): Iterable<Draft> {
  for (const { name, value } of given) {
    if (value !== undefined && isUncheckedVariable(name, value.value)) {
      yield { range: value, ...STRICT, message: WITHOUT_CERTIFICATES };
    }
  }
}

/** Options about certificates say nothing of a download from ftp. */
function fetchesByTls({ invocation, state }: ProgramRun): boolean {
  if (!isDownload(invocation)) return true;
  const urls = invocation.arguments.map(({ word }) => partialValue(word, state.variables));
  return !urls.some((url) => /^ftp:/i.test(url)) || urls.some((url) => /^https?:/i.test(url));
}

const STRICT = { severity: "warning", hygiene: false } as const;
const WITHOUT_CERTIFICATES =
  "Nobody checks here whom the build talks to: whoever stands between can hand it another file, which then runs in your container. Mostly the base lacks root certificates: install ca-certificates first.";
const WITHOUT_SIGNATURES =
  "Packages are installed here without a look at their signatures: whoever stands between can hand over others. Import the repository's key instead.";

function turnedOff(unchecked: Unchecked, ctx: ScriptContext): Draft {
  const message = unchecked.what === "certificates" ? WITHOUT_CERTIFICATES : WITHOUT_SIGNATURES;
  return { range: unchecked.word, ...STRICT, message, fix: turnOn(unchecked, ctx) };
}

function turnOn({ word, value, removable }: Unchecked, { document }: ScriptContext): Fix | undefined {
  const title = "Check certificates and signatures again";
  if (word.templated || value?.templated === true) return undefined;
  // Of `-kL` the other letters stay.
  if (/^-\w+k|^-k\w/.test(word.text)) {
    return { title, safety: "unsafe", edits: [{ start: word.start, end: word.end, text: word.text.replace("k", "") }] };
  }
  if (!removable) return undefined;
  const words: Word[] = value === undefined ? [word] : [word, value];
  return { title, safety: "unsafe", edits: removeWords(document.source, words) };
}

/** Archives, packages and programs: what is unpacked, installed or run. */
const RISKY =
  /\.(?:tar|tgz|tbz2?|txz|gz|bz2|xz|zst|zip|7z|whl|jar|deb|rpm|run|bin|sh|py|pl|R|AppImage|exe)$|\/(?:install|installer|setup)$/i;

function* plainDownloads({ invocation, state }: ProgramRun): Iterable<Draft> {
  for (const { url, file } of downloadsOf(invocation, state.variables)) {
    const text = partialValue(url, state.variables).replace(/[?#].*$/, "");
    if (!RISKY.test(file) && !RISKY.test(text)) continue;
    const how = text.startsWith("http:") ? " over plain http" : "";
    yield {
      range: url,
      message: `This file is fetched${how} and used as it comes: nothing says that it is the one that was meant. Keep its checksum in the recipe and compare it with sha256sum -c before it is used.`,
    };
  }
}

export default defineRule({
  meta: {
    code: "DF703",
    name: "unverified-download",
    summary: "Check what is downloaded before it is used",
    why: `\`curl -k\`, \`wget --no-check-certificate\`, \`git -c http.sslVerify=false\`, \`pip --trusted-host\` and \`--nogpgcheck\` take whatever comes from whoever
answers; it then runs in your container with your rights and your data. Mostly they stand there because an old or small base has no root
certificates: install \`ca-certificates\` instead. A download over https that is compared with nothing is a note of hygiene: it may
change or break off unseen, and a line of \`sha256sum -c\` tells.`,
    severity: "info",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "curl(1) -k",
      "wget(1) --no-check-certificate",
      "git-config(1) http.sslVerify",
      "dnf(8) --nogpgcheck",
      "zypper(8) --no-gpg-checks",
    ],
    group: "hygiene",
  },
  on: { script: (_script, ctx) => check(ctx) },
});
