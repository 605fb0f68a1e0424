/** Environment variables: what a recipe's %environment sets, what a command sets, and what is set anyway. */
import type { Command } from "#grammar/shell/tree.ts";
import type { StageContext } from "../../document.ts";

/** Variables that base images often set. */
export const OFTEN_IN_IMAGES =
  /PATH$|^(?:LANG|LANGUAGE|LC_\w+|TZ|CUDA\w*|NVIDIA_\w+|CONDA\w*|MAMBA\w*|JAVA_HOME|R_HOME|GOPATH|GOROOT|CARGO_HOME|RUSTUP_HOME|JULIA\w*|FREESURFER\w*|FSL\w*|SPARK_HOME|VIRTUAL_ENV|PYTHON\w*|PIP_\w+|NODE_\w+)$/;
/** Variables that a shell or Apptainer sets. */
export const ALWAYS_SET =
  /^(?:PATH|HOME|PWD|OLDPWD|USER|SHELL|IFS|PS\d|UID|EUID|RANDOM|(?:APPTAINER|SINGULARITY)\w*|LD_LIBRARY_PATH)$/;

/** What the stage's %environment sets, with the value where it is written out. */
export function environmentOf({ scripts }: StageContext): Map<string, string | undefined> {
  const given = new Map<string, string | undefined>();
  for (const { script } of scripts.filter(({ script: { type } }) => type === "environment")) {
    for (const { words, assignments } of script.commands) {
      if (words.length > 0 && words[0]?.value !== "export") continue;
      for (const word of words.slice(1)) {
        const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word.value) ?? [];
        if (name !== undefined) given.set(name, word.literal && !word.templated ? value : undefined);
      }
      for (const { name, value } of assignments) {
        given.set(name, value?.literal === true && !value.templated ? value.value : undefined);
      }
    }
  }
  return given;
}

/** Variables that a command sets, at whatever place: a recipe that sets one too late has another fault. */
export function namesSetBy({ assignments, words }: Command): string[] {
  const texts = words.map(({ text }) => text);
  const assigned = texts.flatMap((text) => /^([A-Za-z_]\w*)\+?=/.exec(text)?.[1] ?? []);
  const defaults = texts.flatMap((text) => /\$\{([A-Za-z_]\w*):?=/.exec(text)?.[1] ?? []);
  return [...assignments.map(({ name }) => name), ...assigned, ...defaults];
}
