/** pip: which commands install, from where, and which of what they install is too large for a small /tmp. */
import type { Argument, Invocation } from "../shell/invocation.ts";
import { hasOption, operandsOf } from "../shell/invocation.ts";
import type { Reading, TransactionAction } from "./manager.ts";

export interface PipInstall {
  /** The words that name what is installed. */
  readonly packages: readonly Argument[];
  /** Requirement and constraint files: `-r FILE`. */
  readonly requirements: readonly Argument[];
}

/** pip(1) 25: options of install, download and wheel, and general ones, that take the next word. */
const VALUED =
  /^-[bcdeptf]$|^-[a-zA-Z]*r$|^--(?:requirements?|constraints?|editable|target|platform|python-version|implementation|abi|root|prefix|src|upgrade-strategy|config-settings?|global-option|install-option|build-option|no-binary|only-binary|progress-bar|root-user-action|report|group|index-url|extra-index-url|find-links|cache-dir|log|proxy|retries|timeout|exists-action|trusted-host|cert|client-cert|python|use-feature|use-deprecated|build|wheel-dir|dest|keyring-provider|resume-retries|directory|project|extra|group|only-group|with|from|link-mode|torch-backend)$|^-[Ci]$/;

/** What a `pip install` (also `wheel` and `download`) asks for; undefined for any other command. */
export function readPipInstall(invocation: Invocation): PipInstall | undefined {
  const words = pipArguments(invocation);
  return words && readWords(words, /^(?:install|wheel|download)$/);
}

/** The programs that install packages of Python: many names end in a version. */
export const PYTHON_INSTALLERS = /^(?:pip|py|uv$)/;

/** A transaction of pip, `uv pip`, uv or pipx: what gets installed or removed. */
export function readPythonInstall(invocation: Invocation): Reading | undefined {
  const words = pipArguments(invocation) ?? uvArguments(invocation) ?? pipxArguments(invocation);
  if (words === undefined) return undefined;
  const verb = operandsOf(words, VALUED)[0];
  const action = ACTIONS.get(verb?.value ?? "");
  const read = readWords(words, /./);
  if (action === undefined || read === undefined) return undefined;
  return { family: "pip", action, verb, packages: read.packages, files: read.requirements };
}

/** Verbs of pip(1) 25, uv 0.9 and pipx(1) 1.7. */
const ACTIONS: ReadonlyMap<string, TransactionAction> = new Map([
  ["install", "install"],
  ["add", "install"],
  ["sync", "install"],
  ["inject", "install"],
  ["upgrade", "upgrade"],
  ["uninstall", "remove"],
]);

function readWords(words: readonly Argument[], verbs: RegExp): PipInstall | undefined {
  if (hasOption(words, /^(?:--dry-run|--help|-h|--version)$/)) return undefined;
  const [verb, ...packages] = operandsOf(words, VALUED);
  if (verb?.value === undefined || !verbs.test(verb.value)) return undefined;
  const requirements = words.flatMap((word, at) => {
    if (/^(?:-[a-zA-Z]*r|--requirements?)$/.test(words[at - 1]?.value ?? "")) return [word];
    return /^(?:-r.|--requirements?=)/.test(word.value ?? "") ? [word] : [];
  });
  return { packages, requirements };
}

/** The words behind `pip` or `python -m pip`; undefined for any other command. */
export function pipArguments({ name, arguments: words }: Invocation): readonly Argument[] | undefined {
  if (!name.startsWith("p")) return undefined;
  return /^pip(?:\d+(?:\.\d+)?)?$/.test(name) ? words : moduleArguments(name, words);
}

/** The words of `uv` from its verb on: those behind `uv pip` and `uv tool`, or behind `uv` itself. */
function uvArguments({ name, arguments: words }: Invocation): readonly Argument[] | undefined {
  if (name !== "uv") return undefined;
  const first = operandsOf(words, VALUED)[0];
  return first?.value === "pip" || first?.value === "tool" ? words.filter((word) => word !== first) : words;
}

function pipxArguments({ name, arguments: words }: Invocation): readonly Argument[] | undefined {
  return name === "pipx" ? words : undefined;
}

/** The words behind `python -m pip`. */
function moduleArguments(name: string, words: readonly Argument[]): readonly Argument[] | undefined {
  if (!/^(?:python|pypy)(?:\d+(?:\.\d+)?)?$/.test(name)) return undefined;
  const at = words.findIndex(({ value }) => value === "-m" || /^-[a-zA-Z]*m$/.test(value ?? ""));
  return at !== -1 && words[at + 1]?.value === "pip" ? words.slice(at + 2) : undefined;
}

/**
 * Distributions of which pip downloads a gigabyte and more into its temporary directory, their fixed dependencies
 * counted, or compiles them there: sizes on the Python Package Index, 2026.
 */
const HUGE =
  /^(?:torch|torchvision|torchaudio|tensorflow|tensorflow-gpu|tensorrt|cupy(?:-cuda\w+)?|vllm|sglang|xformers|flash-attn|deepspeed|nvidia-(?:cublas|cudnn|cuda|cufft|cusolver|cusparse|nccl|dali)[a-z0-9-]*|paddlepaddle-gpu|mxnet-cu\w+|(?:cudf|cuml|cugraph)-cu\d+)$/;
/** Those that are large by themselves, without what they need. */
const HUGE_ALONE = /^(?:torch|tensorflow|tensorflow-gpu|tensorrt|flash-attn|deepspeed|nvidia-\S+)$/;

/** Whether a package word names such a distribution; `jax` alone is small, `jax[cuda12]` is not. */
function isHuge(word: string, withoutDependencies: boolean): boolean {
  const file = /^https?:.*?([^/]+)\.whl(?:[#?]|$)/.exec(word)?.[1];
  const match = /^([A-Za-z0-9][\w.-]*?)(\[[^\]]*\])?([=<>!~;@ ].*)?$/.exec(file?.split("-")[0] ?? word);
  if (match === null || /[+]cpu|%2Bcpu/.test(word)) return false;
  const name = (match[1] ?? "").toLowerCase().replace(/[._-]+/g, "-");
  if (name === "jax" || name === "jaxlib") return /cuda|gpu|rocm/.test(word);
  // Before its second version tensorflow came without CUDA's libraries: a tenth of the size.
  if (/^tensorflow/.test(name) && /^={2,3}\s*[01]\./.test(match[3] ?? "")) return false;
  return (withoutDependencies ? HUGE_ALONE : HUGE).test(name);
}

/** What makes an install large; undefined for one like any other. */
export function findLargeInstall(install: PipInstall, { arguments: words }: Invocation): Argument | undefined {
  const takesCpuWheels = words.some(({ value }) => /\/whl\/(?:\w+\/)?cpu\b/.test(value ?? ""));
  if (takesCpuWheels) return undefined;
  const alone = hasOption(words, /^--no-deps$/);
  const huge = install.packages.find(({ value }) => value !== undefined && isHuge(value, alone));
  return huge ?? install.requirements[0];
}

/** Whether nothing but pip's own tools is installed, a few megabytes each. */
export function isOfTools({ packages, requirements }: PipInstall): boolean {
  const tool = /^(?:pip|setuptools|wheel|virtualenv|build|packaging|ninja|pipx|poetry)(?:[=<>!~[].*)?$/;
  return requirements.length === 0 && packages.length > 0 && packages.every(({ value }) => tool.test(value ?? ""));
}
