/** The options, variables and settings by which programs stop checking whom they talk to and what they get. */
import type { Command, Word } from "#grammar/shell/tree.ts";
import type { Range } from "#grammar/source.ts";
import { type Argument, type Invocation, partialValue } from "../shell/invocation.ts";
import type { Variables } from "../shell/state.ts";

/** One check that is turned off, and the word that does it. */
export interface Unchecked {
  readonly word: Word;
  /** What is not checked: TLS certificates, or the signatures of packages. */
  readonly what: "certificates" | "signatures";
  /** The word that goes with it, where taking both away turns the check on again. */
  readonly value?: Word | undefined;
  /** Whether the words can go and the command stays what it is. */
  readonly removable: boolean;
}

interface Switch {
  readonly what: Unchecked["what"];
  readonly option: RegExp;
  /** Whether the option takes the next word. */
  readonly valued?: true;
}

/** By programs: curl(1), wget(1), pip(1), apt-get(8), dnf(8), zypper(8), apk(8). */
const SWITCHES: ReadonlyMap<string, readonly Switch[]> = byProgram([
  [
    "curl",
    { what: "certificates", option: /^--insecure$|^-[#0346aBfgGijJlLMnNOpqRsSvZI]*k[#0346aBfgGijJlLMnNOopqRsSvZI]*$/ },
  ],
  ["wget", { what: "certificates", option: /^--no-check-certificate$/ }],
  ["pip python", { what: "certificates", option: /^--trusted-host$/, valued: true }],
  ["pip python", { what: "certificates", option: /^--trusted-host=/ }],
  [
    "apt apt-get aptitude",
    { what: "signatures", option: /^--(?:allow-unauthenticated|allow-insecure-repositories|force-yes)$/ },
  ],
  [
    "dnf dnf5 microdnf microdnf5 tdnf yum",
    { what: "signatures", option: /^--nogpgcheck$|^--no-gpgchecks$|^--setopt=(?:\S*\.)?gpgcheck=(?:0|false|no)$/ },
  ],
  ["zypper", { what: "signatures", option: /^--no-gpg-checks$/ }],
  ["apk", { what: "signatures", option: /^--allow-untrusted$/ }],
]);

/** Settings that a program is told to keep: its words from the first on. */
const SETTINGS: ReadonlyMap<string, readonly RegExp[]> = byProgram([
  ["git", /^config(?: --\w+)* http\.(?:\S+\.)?sslverify (?:false|0|no|off)$/i],
  ["conda mamba", /^config(?: --\w+)* --set ssl_verify (?:false|no|off)$/i],
  ["npm yarn", /^config set strict-ssl[ =]false$/i],
  ["pip", /^config(?: --\w+)* set global\.trusted-host .+$/i],
]);

function byProgram<Row>(rows: readonly (readonly [programs: string, Row])[]): Map<string, Row[]> {
  const table = new Map<string, Row[]>();
  for (const [programs, row] of rows) {
    for (const program of programs.split(" ")) table.set(program, [...(table.get(program) ?? []), row]);
  }
  return table;
}

/** The name in the tables: those of pip and python often end in a version. */
function plainName(name: string): string {
  return /^(pip|python)[\d.]*$/.exec(name)?.[1] ?? name;
}

/** Variables that turn checks off for what runs after them. */
const VARIABLES: Readonly<Record<string, RegExp>> = {
  GIT_SSL_NO_VERIFY: /^(?:1|true|yes|on)$/i,
  PYTHONHTTPSVERIFY: /^0$/,
  NODE_TLS_REJECT_UNAUTHORIZED: /^0$/,
  CONDA_SSL_VERIFY: /^(?:false|no|0)$/i,
};

/** The programs of both tables, and `export`. */
export const CHECKING = /^(?:curl|wget|pip|python|apt|(?:micro|t)?dnf|yum|zypper|apk|git|conda|mamba|npm|yarn|export)/;

/** The checks that a run of one of these programs turns off. */
export function uncheckedBy(invocation: Invocation, variables: Variables): Unchecked[] {
  const { name, arguments: words } = invocation;
  if (name === "export") return byDeclaration(words);
  const plain = plainName(name);
  const options = (SWITCHES.get(plain) ?? []).flatMap((found) => byOption(found, words));
  const isConfig = words[0]?.value === "config";
  const setting = isConfig && SETTINGS.get(plain)?.some((wanted) => wanted.test(textOf(words, variables)));
  return [
    ...options,
    ...(name === "git" ? byGitOption(words) : []),
    ...(setting !== true ? [] : words.slice(-1).map(({ word }) => lasting(word, "certificates"))),
    ...byAptOption(name, words),
  ];
}

/** Whether an assignment turns off a check. */
export function isUncheckedVariable(name: string, value: string): boolean {
  return Object.hasOwn(VARIABLES, name) && VARIABLES[name]?.test(value) === true;
}

function byOption({ what, option, valued }: Switch, words: readonly Argument[]): Unchecked[] {
  return words.flatMap(({ value, word }, at) => {
    if (value === undefined || !option.test(value)) return [];
    const next = valued === undefined ? undefined : words[at + 1]?.word;
    const isWhole = word.literal && (value.startsWith("--") || value === "-k");
    return [{ word, what, value: next, removable: isWhole && (valued === undefined || next !== undefined) }];
  });
}

function byGitOption(words: readonly Argument[]): Unchecked[] {
  const at = words.findIndex(
    ({ value }, index) =>
      words[index - 1]?.value === "-c" && /^http\.\S*sslverify=(?:false|0|no|off)$/i.test(value ?? ""),
  );
  const [option, setting] = [words[at - 1]?.word, words[at]?.word];
  if (option === undefined || setting === undefined) return [];
  return [{ word: option, value: setting, what: "certificates", removable: option.literal && setting.literal }];
}

function byAptOption(name: string, words: readonly Argument[]): Unchecked[] {
  if (!/^apt(?:-get)?$/.test(name)) return [];
  const setting = words.find(({ value }) =>
    /^(?:-o)?(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories)=(?:true|1|yes)$/i.test(value ?? ""),
  );
  return setting === undefined ? [] : [lasting(setting.word, "signatures")];
}

/** The lines of repository files, written by a heredoc, `echo` or `sed`, that say not to check packages. */
export function uncheckedRepositories(command: Command, invocation: Invocation | undefined): readonly Range[] {
  const { heredocs } = command;
  const pattern = PATTERNS.get(invocation?.name ?? "");
  if (heredocs.length === 0 && pattern === undefined) return NONE;
  const inHeredocs = heredocs.flatMap(({ body }) => {
    const match = /^[ \t]*(?:gpgcheck[ \t]*=[ \t]*(?:0|false|no)\b|deb[ \t]+\[[^\]\n]*trusted=yes)/im.exec(body.text);
    if (match === null || /^\s*baseurl\s*=\s*file:|deb[^\n]*\bfile:/m.test(body.text)) return [];
    const start = body.start + match.index + match[0].length - match[0].trimStart().length;
    return [{ start, end: body.start + match.index + match[0].length }];
  });
  const words = pattern === undefined ? [] : (invocation?.arguments ?? []).map(({ word }) => word);
  return [...inHeredocs, ...words.filter(({ value }) => pattern?.test(value) === true && !/\bfile:/.test(value))];
}

const WRITTEN = /(?:^|\n|\\n)(?:gpgcheck\s*=\s*(?:0|false|no)(?:$|\n|\\n)|deb\s+\[[^\]]*trusted=yes)/;

/** What a `sed` puts in, and what an `echo` writes. */
const PATTERNS: ReadonlyMap<string, RegExp> = new Map([
  ["sed", /gpgcheck[^/|#,@]*([/|#,@])[^/|#,@]*gpgcheck\s*=\s*(?:0|false|no)\1/],
  ["echo", WRITTEN],
  ["printf", WRITTEN],
]);

/** Most commands write none. */
const NONE: readonly Range[] = [];

function byDeclaration(words: readonly Argument[]): Unchecked[] {
  return words.flatMap(({ value, word }) => {
    const [, variable = "", own = ""] = /^(\w+)=(.*)$/s.exec(value ?? "") ?? [];
    return isUncheckedVariable(variable, own) ? [lasting(word, "certificates")] : [];
  });
}

function lasting(word: Word, what: Unchecked["what"]): Unchecked {
  return { word, what, removable: false };
}

function textOf(words: readonly Argument[], variables: Variables): string {
  return words.map(({ word }) => partialValue(word, variables)).join(" ");
}
