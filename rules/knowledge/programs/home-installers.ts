/** Installers that put what they install into the home directory where nothing else is said, by their own documentation. */
import { ancestorsOf, type Command } from "#grammar/shell/tree.ts";
import type { StageContext } from "../../document.ts";
import { isBareDistribution } from "../images/plain-images.ts";
import { pipArguments, readPipInstall } from "../package-managers/pip.ts";
import { isCondaInstaller } from "../places/payload.ts";
import type { Run } from "../shell/flow.ts";
import { type Argument, hasOption, type Invocation, operandsOf } from "../shell/invocation.ts";

export interface HomeInstall {
  /** Who installs, as in "rustup". */
  readonly what: string;
  /** Below the home directory. */
  readonly directory: string;
  /** How to say where, as in "CARGO_HOME=/opt/cargo". */
  readonly cure: string;
  readonly word: Argument["word"];
  /** Whether it may be a tool for the build alone: then something else must show that it is meant to stay. */
  readonly isTool: boolean;
}

interface Kind extends Pick<HomeInstall, "what" | "directory" | "cure"> {
  /** Variables that say where instead. */
  readonly variables: RegExp;
  /** An option that does. */
  readonly option?: RegExp;
}

/** By the address that their installing script is fetched from. */
const FETCHED: readonly (readonly [RegExp, Kind])[] = [
  [
    /^(?:https?:\/\/)?(?:sh\.rustup\.rs|static\.rust-lang\.org\/rustup)/,
    {
      what: "rustup",
      directory: ".cargo",
      cure: "CARGO_HOME=/opt/cargo RUSTUP_HOME=/opt/rustup",
      variables: /^CARGO_HOME$/,
    },
  ],
  [
    /^(?:https?:\/\/)?astral\.sh\/uv\//,
    {
      what: "uv's installer",
      directory: ".local/bin",
      cure: "UV_INSTALL_DIR=/usr/local/bin",
      variables: /^(?:UV_INSTALL_DIR|UV_UNMANAGED_INSTALL|XDG_BIN_HOME)$/,
    },
  ],
  [
    /^(?:https?:\/\/)?install\.julialang\.org/,
    {
      what: "juliaup",
      directory: ".juliaup",
      cure: "--path /opt/juliaup",
      variables: /^JULIAUP_DEPOT_PATH$/,
      option: /^(?:--path|-p$)/,
    },
  ],
  [/nvm-sh\/nvm\/.*install\.sh$/, { what: "nvm", directory: ".nvm", cure: "NVM_DIR=/opt/nvm", variables: /^NVM_DIR$/ }],
  [
    /^(?:https?:\/\/)?get\.sdkman\.io/,
    { what: "SDKMAN", directory: ".sdkman", cure: "SDKMAN_DIR=/opt/sdkman", variables: /^SDKMAN_DIR$/ },
  ],
];

const PIP: Kind = {
  what: "pip --user",
  directory: ".local",
  cure: "pip without --user",
  variables: /^PYTHONUSERBASE$/,
};
const CARGO: Kind = {
  what: "cargo",
  directory: ".cargo",
  cure: "--root /usr/local",
  variables: /^CARGO_(?:HOME|INSTALL_ROOT)$/,
};
const CONDA: Kind = { what: "This installer", directory: "", cure: "-p /opt/conda", variables: /^PREFIX$/ };

/** What a run installs into the home directory; undefined where it says where else, or installs nothing of the kind. */
export function homeInstallOf(run: Run, stage: StageContext): HomeInstall | undefined {
  const { invocation } = run;
  if (invocation === undefined) return undefined;
  const found = fetched(invocation) ?? byPip(invocation) ?? byCargo(invocation) ?? byConda(invocation);
  if (found === undefined || isMoved(run, found.kind)) return undefined;
  // The images of Rust and others set CARGO_HOME.
  if (found.kind.directory === ".cargo" && !isBareDistribution(stage)) return undefined;
  const { what, directory, cure } = found.kind;
  return { what, directory, cure, word: found.word, isTool: found.isTool };
}

type Found = { readonly kind: Kind; readonly word: Argument["word"]; readonly isTool: boolean };

function fetched({ name, arguments: words }: Invocation): Found | undefined {
  if (name !== "curl" && name !== "wget") return undefined;
  for (const { value = "", word } of words) {
    const [, kind] = FETCHED.find(([address]) => address.test(value)) ?? [];
    if (kind !== undefined) return { kind, word, isTool: true };
  }
  return undefined;
}

function byPip(invocation: Invocation): Found | undefined {
  const option = pipArguments(invocation)?.find(({ value }) => value === "--user");
  return option && readPipInstall(invocation) && { kind: PIP, word: option.word, isTool: false };
}

function byCargo({ name, arguments: words }: Invocation): Found | undefined {
  if (name !== "cargo" || hasOption(words, /^--(?:root|list)(?:=|$)/)) return undefined;
  const verb = operandsOf(words).find(({ value }) => !value?.startsWith("+"));
  return verb?.value === "install" ? { kind: CARGO, word: verb.word, isTool: false } : undefined;
}

/** Without -b it asks, and without -p it takes ~/miniconda3 or its like. */
function byConda({ name, program, arguments: words }: Invocation): Found | undefined {
  const isShell = name === "bash" || name === "sh" || name === "dash";
  if (!isShell && !name.endsWith(".sh")) return undefined;
  const script = isShell ? words.find(({ value }) => !value?.startsWith("-")) : program;
  if (script === undefined || !/\.sh$/.test(script.value ?? "") || !isCondaInstaller([script])) return undefined;
  const options = words.slice(words.indexOf(script) + 1);
  const isBatch = hasOption(options, /^-[fus]*b/);
  return isBatch && !hasOption(options, /^-[bfusm]*p/) ? { kind: CONDA, word: script.word, isTool: false } : undefined;
}

/** Whether a variable or an option says where else, HOME among them; one whose value is not known may. */
function isMoved({ state, invocation, command }: Run, { variables, option }: Kind): boolean {
  const around = commandsAround(command);
  const names = [
    ...state.exported,
    ...(invocation?.environment.keys() ?? []),
    ...around.flatMap(({ assignments }) => assignments.map(({ name }) => name)),
    ...around.flatMap(({ words }) => words.flatMap(({ value }) => /^(\w+)=/.exec(value)?.[1] ?? [])),
  ];
  const saysWhere = around.some(({ words }) => words.some(({ value }) => option?.test(value)));
  if (saysWhere || names.some((name) => variables.test(name))) return true;
  const isSet = state.variables.has("HOME") || names.includes("HOME");
  return isSet && state.variables.get("HOME") !== "/root";
}

/** A command with the one that its output is piped to, and those that hand it to another shell. */
function commandsAround(command: Command): Command[] {
  const { parent, role } = command;
  const next = parent?.kind === "chain" && typeof role === "object" ? parent.members[role.index + 1] : undefined;
  return [command, ...(next === undefined ? [] : [next]), ...ancestorsOf(command)].filter(
    (node) => node.kind === "command",
  );
}
