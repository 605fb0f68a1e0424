/** What programs download, where to, and whether they check whom they talk to: curl(1), wget(1), git-config(1), pip(1). */
import type { Command, Word } from "#grammar/shell/tree.ts";
import { type Argument, hasOption, type Invocation, operandsOf, partialValue } from "../shell/invocation.ts";
import type { Variables } from "../shell/state.ts";

export interface Download {
  readonly url: Word;
  /** The name under which the file comes to lie there, or the URL's own where it goes to a pipe. */
  readonly file: string;
}

const VALUED: Readonly<Record<string, RegExp>> = {
  curl: /^-[a-zA-Z#]*[oHdXuAbcCeEFKmrtTwxyYzDP]$|^--(?:output|output-dir|header|data|request|user|user-agent|retry|retry-delay|retry-max-time|max-time|connect-timeout|cacert|cert|key|proxy|proto|range|referer|form|config|url|create-file-mode|tlsv1)$/,
  wget: /^-[a-zA-Z]*[oOaPTwQtAReUiB]$|^--(?:output-document|directory-prefix|tries|timeout|user|password|header|user-agent|input-file|post-data|output-file|waitretry|wait|load-cookies|save-cookies|ca-certificate|http-user|http-password)$/,
};

/** Whether a program is curl or wget and fetches something. */
export function isDownload({ name, arguments: words }: Invocation): boolean {
  return (name === "curl" || name === "wget") && !hasOption(words, /^(?:--version|-V|--help|--spider|-I|--head)$/);
}

/** What a curl or wget fetches from http, https or ftp. */
export function downloadsOf(invocation: Invocation, variables: Variables): Download[] {
  const { name, arguments: words } = invocation;
  const valued = VALUED[name];
  if (!isDownload(invocation) || valued === undefined) return [];
  const urls = operandsOf(words, valued).filter(({ word }) => isUrl(partialValue(word, variables)));
  const given = words.find((_word, at) => isOutput(name, words[at - 1]));
  return urls.map(({ word }) => {
    const own = partialValue(word, variables).replace(/[?#].*$/, "");
    const file = given === undefined ? own : partialValue(given.word, variables);
    return { url: word, file: file === "-" || file.startsWith("/dev/") ? own : file };
  });
}

/** Whether a text is a URL of a server that anybody could stand in for. */
export function isUrl(text: string): boolean {
  return /^(?:https?|ftp):\/\/(?!localhost|127\.)/i.test(text);
}

function isOutput(name: string, before: Argument | undefined): boolean {
  const option = name === "curl" ? /^-[a-zA-Z#]*o$|^--output$/ : /^-[a-zA-Z]*O$|^--output-document$/;
  return option.test(before?.value ?? "");
}

/** The programs that can compare a file with a checksum or a signature. */
export const VERIFIERS =
  /^(?:(?:sha\d*|md5|b2|b3)sum|shasum|md5|cksum|gpgv?2?|openssl|cosign|minisign|signify|slsa-verifier|rpm)$/;

/** Whether one of them does. */
export function isVerification({ name, arguments: words }: Invocation): boolean {
  if (/^gpg2?$/.test(name)) return hasOption(words, /^--verify/);
  if (name === "openssl") return words[0]?.value === "dgst";
  return name === "rpm" ? hasOption(words, /^-K|^--checksig/) : true;
}

/** Programs that run a text. */
export const INTERPRETERS = /^(?:(?:ba|da|z|k|a)?sh|python[\d.]*|perl|ruby)$/;

/** Whether a command's output goes to an interpreter: a matter of its own. */
export function isPipedToInterpreter({ parent, role }: Command): boolean {
  if (parent?.kind !== "chain" || typeof role !== "object") return false;
  return parent.members.slice(role.index + 1).some((member, at) => {
    const isPiped = parent.connectors.slice(role.index, role.index + at + 1).every((connector) => connector === "|");
    return isPiped && member.kind === "command" && member.words.some(({ value }) => INTERPRETERS.test(value));
  });
}
