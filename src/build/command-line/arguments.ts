/** Reads the words after `deflint build`: which are deflint's, which Apptainer's, and which name the image and the recipe. */
import { BUILD_MODES, type BuildMode } from "#rules/define-rule.ts";
import { ENGINE_FLAGS, type EngineFlag, OWN_FLAGS } from "./flags.ts";

/** A command line of `deflint build`, read. */
export interface BuildArguments {
  readonly help: boolean;
  readonly dryRun: boolean;
  /** Only tell what stands in the way of a build. */
  readonly check: boolean;
  /** False with `--no-preflight`: Apptainer is started whatever stands in its way. */
  readonly preflight: boolean;
  /** `host`: whatever the host leads to. */
  readonly mode: BuildMode | "host";
  readonly fix: boolean;
  readonly unsafeFixes: boolean;
  readonly logDirectory: string | undefined;
  /** False with `--no-bind-tmp`: %post keeps the host's /tmp whatever the host is like. */
  readonly bindTmp: boolean;
  /** False with `--no-progress`: no live view, even on a terminal. */
  readonly progress: boolean;
  /** Where a report is to be written besides the log directory; `-`: on standard output. */
  readonly report: string | undefined;
  /** Whether a failed build is tried once more where its cause has a cure that can be given. */
  readonly retry: boolean;
  /** The configuration in place of the nearest one. */
  readonly config: string | undefined;
  /** Whether no configuration is read. */
  readonly isolated: boolean;
  /** Words for the engine, in their order, with what stood after `--` at the end. */
  readonly passedOn: readonly string[];
  /** The engine's flags among them, by their long names; a bare flag has the value "true". */
  readonly given: readonly GivenFlag[];
  /** As named on the command line; empty strings with `--help`; `image` is empty too where `--check` is given the recipe alone. */
  readonly image: string;
  readonly recipe: string;
}

interface GivenFlag {
  readonly flag: EngineFlag;
  readonly value: string;
}

/** A command line that cannot be followed; the message is one sentence for a person. */
export interface Usage {
  readonly problem: string;
}

/**
 * Reads the words as pflag does for Apptainer: flags anywhere, `--name=value`, `--name value`, `-Bvalue`, `-sF`.
 * Words after `--` go to the engine unread, but for the last ones when IMAGE or RECIPE have not been named before.
 */
export function readArguments(argv: readonly string[]): BuildArguments | Usage {
  const end = argv.indexOf("--");
  const before = end === -1 ? argv : argv.slice(0, end);
  const after = end === -1 ? [] : argv.slice(end + 1);
  const own = new Map<string, string>();
  const positionals: string[] = [];
  const passedOn: string[] = [];
  const given: GivenFlag[] = [];
  for (let at = 0; at < before.length; at++) {
    const word = before[at] ?? "";
    if (word === "-" || !word.startsWith("-")) {
      positionals.push(word);
      continue;
    }
    const read = word.startsWith("--") ? readLong(word) : readShort(word);
    if ("problem" in read) return read;
    const last = read.flags.at(-1);
    let value = read.value;
    const words = [word];
    if (last?.takesValue && value === undefined) {
      value = before[++at];
      if (value === undefined) return { problem: `flag ${word} needs an argument` };
      words.push(value);
    }
    const owned = read.flags.filter((flag) => OWN_FLAGS.includes(flag));
    if (owned.length > 0 && owned.length < read.flags.length)
      return { problem: `${word} joins flags of deflint and of Apptainer; give them one by one` };
    for (const flag of read.flags) {
      const meant = flag === last && value !== undefined ? value : "true";
      if (owned.length > 0) own.set(flag.name, meant);
      else given.push({ flag, value: meant });
    }
    if (owned.length === 0) passedOn.push(...words);
  }
  const check = isOn(own.get("check"));
  const missing = check && positionals.length === 1 ? 0 : Math.max(0, 2 - positionals.length);
  const names = [...positionals, ...(missing > 0 ? after.slice(-missing) : [])];
  const tail = missing > 0 ? after.slice(0, -missing) : after;
  const help = isOn(own.get("help"));
  const mode = own.get("mode") ?? "host";
  if (!help && !isMode(mode)) return { problem: `--mode ${mode} is none of host, ${BUILD_MODES.join(", ")}` };
  const [image, recipe, ...rest] = check && names.length === 1 ? ["", ...names] : names;
  if (!help && (image === undefined || recipe === undefined || (image === "" && names.length > 1) || recipe === "")) {
    return { problem: "it takes two names: the IMAGE to make and the RECIPE to make it from" };
  }
  if (!help && rest.length > 0) {
    return {
      problem: `it takes two names, IMAGE and RECIPE, and got ${names.length} (${names.join(", ")}); flags for Apptainer that deflint does not know go after --`,
    };
  }
  return {
    help,
    dryRun: isOn(own.get("dry-run")),
    check,
    preflight: !isOn(own.get("no-preflight")),
    mode: isMode(mode) ? mode : "host",
    fix: isOn(own.get("fix")),
    unsafeFixes: isOn(own.get("unsafe-fixes")),
    logDirectory: own.get("log-dir"),
    bindTmp: !isOn(own.get("no-bind-tmp")),
    progress: !isOn(own.get("no-progress")),
    report: own.get("report"),
    retry: isOn(own.get("retry")),
    config: own.get("config"),
    isolated: isOn(own.get("isolated")),
    passedOn: [...passedOn, ...tail],
    given: [...given, ...readUnknown(tail)],
    image: image ?? "",
    recipe: recipe ?? "",
  };
}

/** Whether a flag without a value of its own was given and not switched off again (`--sandbox=false`); the last one counts. */
export function isGiven(args: Pick<BuildArguments, "given">, name: string): boolean {
  return isOn(args.given.filter(({ flag }) => flag.name === name).at(-1)?.value);
}

/** Every value given to a flag, in order. */
export function valuesOf(args: Pick<BuildArguments, "given">, name: string): string[] {
  return args.given.filter(({ flag }) => flag.name === name).map(({ value }) => value);
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !["false", "f", "0", "F", "FALSE", "False"].includes(value);
}

function isMode(word: string): word is BuildMode | "host" {
  return word === "host" || (BUILD_MODES as readonly string[]).includes(word);
}

type Read = { readonly flags: readonly EngineFlag[]; readonly value: string | undefined };

const ALL_FLAGS = [...OWN_FLAGS, ...ENGINE_FLAGS];

function readLong(word: string): Read | Usage {
  const [, name = "", value] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
  const flag = ALL_FLAGS.find((one) => one.name === name);
  if (flag === undefined)
    return { problem: `unknown flag --${name}; a flag for Apptainer that deflint does not know goes after --` };
  return { flags: [flag], value };
}

/** `-sF` is two flags, `-Bsrc:dst` and `-B=src:dst` one with a value. */
function readShort(word: string): Read | Usage {
  const flags: EngineFlag[] = [];
  for (let at = 1; at < word.length; at++) {
    const flag = ALL_FLAGS.find((one) => one.short === word[at]);
    if (flag === undefined)
      return {
        problem: `unknown flag -${word[at]} in ${word}; a flag for Apptainer that deflint does not know goes after --`,
      };
    flags.push(flag);
    const rest = word.slice(at + 1);
    if (flag.takesValue || rest.startsWith("="))
      return { flags, value: rest === "" ? undefined : rest.replace(/^=/, "") };
  }
  return { flags, value: undefined };
}

/** The known flags among words that are passed on unread: a `--bind` there still counts where binds are weighed. */
function readUnknown(words: readonly string[]): GivenFlag[] {
  return words.flatMap((word, at) => {
    if (!/^-./.test(word)) return [];
    const read = word.startsWith("--") ? readLong(word) : readShort(word);
    const flag = "problem" in read ? undefined : read.flags.at(-1);
    if (flag === undefined || "problem" in read || !ENGINE_FLAGS.includes(flag)) return [];
    return [{ flag, value: read.value ?? (flag.takesValue ? (words[at + 1] ?? "") : "true") }];
  });
}
