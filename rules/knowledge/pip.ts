/** pip: which commands install, from where, and which of what they install is too large for a small /tmp. */
import type { Argument, Invocation } from "./invocation.ts";
import { hasOption, operandsOf } from "./invocation.ts";

export interface PipInstall {
  /** The words that name what is installed. */
  readonly packages: readonly Argument[];
  /** Requirement and constraint files: `-r FILE`. */
  readonly requirements: readonly Argument[];
}

/** pip(1) 25: options of install, download and wheel, and general ones, that take the next word. */
const VALUED =
  /^-[bcdeitfr]$|^--(?:requirement|constraint|editable|target|platform|python-version|implementation|abi|root|prefix|src|upgrade-strategy|config-settings?|global-option|install-option|build-option|no-binary|only-binary|progress-bar|root-user-action|report|group|index-url|extra-index-url|find-links|cache-dir|log|proxy|retries|timeout|exists-action|trusted-host|cert|client-cert|python|use-feature|use-deprecated|build|wheel-dir|dest|keyring-provider|resume-retries)$|^-C$|^-i$/;

/** What a `pip install` (also `wheel` and `download`) asks for; undefined for any other command. */
export function readPipInstall({ name, arguments: words }: Invocation): PipInstall | undefined {
  const rest = /^pip(?:\d+(?:\.\d+)?)?$/.test(name) ? words : moduleArguments(name, words);
  if (rest === undefined || hasOption(rest, /^(?:--dry-run|--help|-h|--version)$/)) return undefined;
  const [verb, ...packages] = operandsOf(rest, VALUED);
  if (verb?.value === undefined || !/^(?:install|wheel|download)$/.test(verb.value)) return undefined;
  const requirements = rest.flatMap((word, at) => {
    if (/^(?:-r|--requirement)$/.test(rest[at - 1]?.value ?? "")) return [word];
    return /^(?:-r.|--requirement=)/.test(word.value ?? "") ? [word] : [];
  });
  return { packages, requirements };
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
  /^(?:torch|torchvision|torchaudio|tensorflow|tensorflow-gpu|tensorrt|cupy(?:-cuda\w+)?|vllm|sglang|xformers|flash-attn|deepspeed|nvidia-(?:cublas|cudnn|cuda|cufft|cusolver|cusparse|nccl|dali)[a-z0-9-]*|paddlepaddle-gpu|mxnet-cu\w+|onnxruntime-gpu|(?:cudf|cuml|cugraph)-cu\d+)$/;

/** Whether a package word names such a distribution; `jax` alone is small, `jax[cuda12]` is not. */
export function isHuge(word: string): boolean {
  const match = /^([A-Za-z0-9][\w.-]*?)(\[[^\]]*\])?(?:[=<>!~;@ ].*)?$/.exec(word);
  if (match === null || word.includes("+cpu")) return false;
  const name = (match[1] ?? "").toLowerCase().replace(/[._-]+/g, "-");
  if (name === "jax" || name === "jaxlib") return /cuda|gpu|rocm/.test(match[2] ?? "");
  return HUGE.test(name);
}

/** Whether wheels for processors alone are asked for, which are a tenth of the size. */
export function takesCpuWheels({ arguments: words }: Invocation): boolean {
  return words.some(({ value }) => /\/whl\/(?:\w+\/)?cpu\b/.test(value ?? ""));
}
