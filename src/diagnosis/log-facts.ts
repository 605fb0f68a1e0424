/** What a log says of the engine and of the way in which it built. */
import type { BuildMode } from "#rules/define-rule.ts";
import type { LoggedEngine } from "./diagnosis.ts";
import type { LogLine } from "./log-line.ts";

/**
 * The fakeroot mode (cmd/internal/cli/build_linux.go of Apptainer 1.1 to 1.5). Undefined where no line tells: mode 1 and
 * root print the same.
 */
export function modeOf(lines: readonly LogLine[]): BuildMode | undefined {
  const says = (pattern: RegExp) => lines.some(({ level, text }) => level !== undefined && pattern.test(text));
  if (says(/^Using proot to build unprivileged/)) return "proot";
  if (says(/^Using --fix-perms because building from a definition file/)) return "suid-fakeroot";
  const noNamespace = says(/^Could not start root-mapped namespace/);
  if (says(/%post section will be run under (?:the )?fakeroot/))
    return noNamespace ? "suid-fakeroot" : "userns-fakeroot";
  if (says(/^fakeroot command not found/) || says(/^Installing some packages may fail/))
    return noNamespace ? undefined : "userns";
  // With --debug the ids are told: a user who becomes 0 without the lines above has a mapping.
  if (says(/^Implying --fakeroot because building from definition file unprivileged/)) {
    return says(/^User not listed in \/etc\/subuid/) ? undefined : "subuid";
  }
  return undefined;
}

/** The engine, as far as its lines give it away. */
export function engineOf(lines: readonly LogLine[]): LoggedEngine | undefined {
  for (const { text } of lines) {
    const [, name, version] = /\b(Apptainer|SingularityCE|SingularityPRO|Singularity) version: (\S+)/.exec(text) ?? [];
    if (name !== undefined) return { kind: kindOf(name, version), version };
    const [, program, number] = /^(apptainer|singularity(?:-ce)?) version (\d\S*)/.exec(text) ?? [];
    if (program !== undefined) return { kind: kindOf(program, number), version: number };
  }
  const says = (pattern: RegExp) => lines.some(({ level, text }) => level !== undefined && pattern.test(text));
  if (
    says(
      /^User not listed in \/etc\/subuid|apptainer\.org|Inserting Apptainer configuration|using --writable, Apptainer/,
    )
  ) {
    return { kind: "apptainer", version: undefined };
  }
  if (says(/^Using proot to build unprivileged/)) return { kind: "singularity-ce", version: undefined };
  if (says(/Inserting Singularity configuration|while running \/\.post\.script/))
    return { kind: "singularity", version: undefined };
  return undefined;
}

function kindOf(name: string, version: string | undefined): LoggedEngine["kind"] {
  if (/^apptainer$/i.test(name)) return "apptainer";
  // From 3.8 on the two lines of development part: 3.8 and 4 say which they are.
  return /ce|pro/i.test(name) || /-ce\b/.test(version ?? "") || /^4\./.test(version ?? "")
    ? "singularity-ce"
    : "singularity";
}
