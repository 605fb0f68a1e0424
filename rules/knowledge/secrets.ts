/** What passwords, tokens and private keys look like, and what only stands for one. */
import type { Range } from "#grammar/source.ts";

export interface Secret extends Range {
  /** What it is, with its article: "a GitHub token". */
  readonly what: string;
}

/** Tokens that a prefix gives away, as their issuers document them. */
const TOKENS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/],
  ["a GitLab token", /\bgl(?:pat|dt|rt|ptt|soat|cbt)-[A-Za-z0-9_-]{20,}/],
  ["an AWS access key", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a Hugging Face token", /\bhf_[A-Za-z0-9]{34,}\b/],
  ["a Docker token", /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{27,}/],
  ["a PyPI token", /\bpypi-AgE[A-Za-z0-9_-]{40,}/],
  ["an npm token", /\bnpm_[A-Za-z0-9]{36}\b/],
  ["a Slack token", /\bxox[abprs]-[0-9]{8,}-[A-Za-z0-9-]{10,}/],
  ["a Google API key", /\bAIza[A-Za-z0-9_-]{35}\b/],
  ["an OpenAI or Anthropic key", /\bsk-(?:proj-|ant-|svcacct-)[A-Za-z0-9_-]{30,}/],
];

/** What stands in every token, password in a URL and private key: most lines have none of it. */
const HINT =
  /gh[pousr]_|github_pat_|gl(?:pat|dt|rt|ptt|soat|cbt)-|A(?:KIA|SIA)|hf_|dckr_|pypi-|npm_|xox|AIza|sk-|:\/\/[^/@\s]*@|PRIVATE KEY/;

/** Whether a text is worth a closer look, line by line. */
export function mayHoldSecret(text: string): boolean {
  return HINT.test(text);
}

/** Whether the text of a command may name a secret; `curl -u` needs no name. */
export function mayNameSecret(text: string): boolean {
  return /tok|pass|secret|key|pat\b|curl/i.test(text);
}

/** Characters of a line that are looked at. */
const LONGEST_LINE = 4096;

/** The first secret of a line that is one by its form: a token, or a password in a URL. */
export function findSecret(line: string): Secret | undefined {
  const text = line.slice(0, LONGEST_LINE);
  for (const [what, pattern] of TOKENS) {
    const match = pattern.exec(text);
    if (match !== null && !standsForSecret(match[0]))
      return { what, start: match.index, end: match.index + match[0].length };
  }
  const url =
    /\b(?:https?|ftps?|git|ssh|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?):\/\/([^\s/:@'"<>]*):([^\s/@'"<>]{4,})@([\w.-]+)/.exec(
      text,
    );
  const [whole = "", user = "", password = "", host = ""] = url ?? [];
  if (url === null || user === password || standsForSecret(password) || isOwnMachine(host)) return undefined;
  if (/^(?:anonymous|ftp)$/.test(user)) return undefined;
  const start = url.index + whole.lastIndexOf(`:${password}@`) + 1;
  return { what: "a password", start, end: start + password.length };
}

/** Whether a line opens a private key of which the next line holds a part. */
export function opensPrivateKey(line: string, next: string): boolean {
  return /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(line) && /[A-Za-z0-9+/=]{40,}|Proc-Type:/.test(next);
}

function isOwnMachine(host: string): boolean {
  return /^(?:localhost|127\.|0\.0\.0\.0|example\.|host$|hostname$)|\.example(?:\.|$)|\bexample\.(?:com|org|net)$/.test(
    host,
  );
}

/** Whether a name is a variable's that holds a secret. */
export function namesSecret(name: string): boolean {
  return /(?:^|_)(?:TOKEN|PASSWORD|PASSWD|PASSPHRASE|SECRET|API_?KEY|AUTH_?KEY|ACCESS_KEY|SECRET_KEY|PAT)$/i.test(name);
}

/** Whether a value of such a name is the secret itself, and not a place, a switch, a sample or a well-known default. */
export function isSecretValue(value: string): boolean {
  if (value.length < 8 || /[\s$`{}<>()]/.test(value) || standsForSecret(value)) return false;
  if (/^(?:[~.]?\/|[a-z]+:\/\/|[\w.-]+\/[\w./-]*$)|\.(?:txt|json|pem|key|ya?ml|conf|env)$/i.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return /\d/.test(value) && /[A-Za-z]/.test(value) && (kinds >= 3 || value.length >= 12);
}

/** Words that people write where a secret is to stand. */
const SAMPLES =
  /x{4}|\*{3}|\.{3}|(?:example|change_?-?me|replace|redacted|placeholder|dummy|sample|your|insert|fill|todo|secret|password|passwd|token|default|test|abcdef|12345|foobar)/i;

/** Whether a text only stands for a secret: a sample, a variable, one character over and over. */
export function standsForSecret(text: string): boolean {
  if (/^[$%<{[(]|\$\{?\w|\{\{|%[sd(]|<[^>]+>/.test(text) || /^(?:pass|user|pw|pwd|admin|root)$/i.test(text))
    return true;
  return SAMPLES.test(text) || new Set(text.replace(/^[a-z]+[_-]/i, "")).size < 4;
}
