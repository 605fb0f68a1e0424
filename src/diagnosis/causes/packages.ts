/** Packages that are not there, downloads that fail, questions that nobody answers. */
import type { CauseEntry, Shown, Situation } from "./cause-entry.ts";

const LACKS = /^E: (?:Unable to locate package|Package '.*' has no installation candidate|Unable to fetch)/;

function neverUpdated({ earlier, traced = "" }: Situation): boolean {
  return !/\bupdate\b/.test(traced) && !earlier.some((command) => /\bapt(?:-get|itude)? .*\bupdate\b/.test(command));
}

/** pip tries again and says so: it counts where no try came through. */
function isLastTry({ line: { text } }: Shown, { output }: Situation): boolean {
  if (!/^\s*(?:WARNING: )?Retrying \(/.test(text)) return true;
  return output.some((line) => /from versions: none|Max retries exceeded|Could not fetch URL/.test(line.text));
}

export const packages: readonly CauseEntry[] = [
  {
    cause: "repository-gone",
    rules: ["DF303"],
    signs: [
      {
        by: "output",
        pattern:
          /does not have a Release file|no longer has a Release file|mirrorlist\.centos\.org|Cannot prepare internal mirrorlist: No URLs|Release' is no longer valid|vault\.centos\.org.*404/,
      },
    ],
    cure: () => ({
      kind: "recipe",
      advice:
        "The repositories of this release are gone: it has reached its end of life. Take a base that is still served, or point it to the distribution's archive (vault.centos.org, archive.debian.org, old-releases.ubuntu.com).",
    }),
  },
  {
    cause: "download-failed",
    signs: [
      {
        // apt-get update ends well when no repository was reached.
        by: "before",
        pattern: /^(?:W|E|Err:\d+).*(?:Failed to fetch|Temporary failure resolving|Could not (?:resolve|connect))/,
        counts: (_, { output }) => output.some(({ text }) => LACKS.test(text)),
      },
      {
        by: "output",
        pattern:
          /[Cc]ould(?: not|n't) resolve (?:host|proxy|')|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|no such host$|unable to resolve host|Temporary failure (?:resolving|in name resolution)|Name or service not known|[Nn]o address associated with hostname|bad address '/,
        counts: isLastTry,
      },
      {
        by: "output",
        pattern:
          /^curl: \((?:5|6|7|18|22|28|35|51|52|55|56|60|92)\)|^wget: (?!unrecognized|invalid|missing|option)|ERROR \d{3}: |^E: Failed to fetch|^E: (?:Some index files|Unable to fetch)|Cannot download|Failed to (?:download|fetch|synchronize cache)|[Dd]ownload(?:ing)?.* failed|Errors during downloading metadata|CondaHTTPError|CondaSSLError|unable to access 'https?:|Failed to establish a new connection|ReadTimeoutError|Connection (?:timed out|refused|reset by peer)|SSL certificate problem|certificate verify failed|Network is unreachable|RPC failed|early EOF|All mirrors were tried|gpg: keyserver receive failed|unable to open the temporary|fatal: repository '.*' not found/,
        counts: isLastTry,
      },
    ],
    cure: () => ({
      kind: "host",
      advice:
        "A download of %post failed. It sees nothing of your environment: where a proxy is needed, export http_proxy and https_proxy in %post; on nodes without a way out, build on a login node. Else the address is wrong or its server away: try it with curl -I.",
    }),
    lessThan: ["repository-gone", "apt-sandbox"],
  },
  {
    cause: "package-not-found",
    signs: [
      { by: "output", pattern: /^E: Unable to locate package (\S+)/ },
      { by: "output", pattern: /^E: (?:Package '(\S+)' has no installation candidate|Couldn't find any package by)/ },
      { by: "output", pattern: /Unable to find a match: (.+)$/ },
      {
        by: "output",
        pattern:
          /(?:No match for argument|No package matches|error: no package matched|No provider of)[: ]+'?([^\s']+)/,
      },
      { by: "output", pattern: /^No package (\S+) available/ },
      { by: "output", pattern: /No matching distribution found for (\S+)/ },
      { by: "output", pattern: /(?:PackagesNotFoundError|ResolvePackageNotFound|nothing provides requested (\S+))/ },
      { by: "output", pattern: /^\s*(\S+) \(no such package\)/ },
      {
        by: "output",
        pattern:
          /nothing provides (\S+) needed by|^E: Unable to correct problems|package '?(\S+?)'? (?:is not available|not found)/i,
      },
    ],
    cure: (situation, { match, line: { text } }) => ({
      kind: "recipe",
      advice:
        /^E: /.test(text) && neverUpdated(situation)
          ? "apt knows no packages before `apt-get update` has run in this %post: put it before the install."
          : `The repositories of the base have no package ${match[1] ?? "of that name"}: check its name in this release, or add the repository that has it (EPEL, contrib).`,
    }),
    lessThan: ["repository-gone", "apt-sandbox"],
  },
  {
    cause: "prompt-unanswered",
    rules: ["DF507"],
    signs: [
      {
        by: "output",
        pattern:
          /Do you want to continue\? \[Y\/n\] Abort|Is this ok \[[yY]\/[nN](?:\/d)?\]:.*(?:Operation aborted|$)|^Operation aborted\.|^Abort\.$|Exiting on user command|Proceed \(\[y\]\/n\)\?|input is not a terminal|EOF when reading a line/,
      },
    ],
    cure: () => ({
      kind: "recipe",
      advice:
        "The command asks a question and nobody is there to answer it: give -y (apt-get, dnf, conda), and for Debian's packages DEBIAN_FRONTEND=noninteractive.",
    }),
    lessThan: ["package-not-found"],
  },
];
