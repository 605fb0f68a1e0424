/** The whole vocabulary of a rule, on one page. */
import type { Range } from "#grammar/source.ts";
import type { Visitors } from "./document.ts";

/** `error`: in the target mode the build fails or the image is wrong. `warning`: likely so, or silently lost. `info`: worth knowing. */
export type Severity = (typeof SEVERITIES)[number];

/** The worst first. */
export const SEVERITIES = ["error", "warning", "info"] as const;

const GRAVITY: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** The first of the gravest. */
export function gravestOf<Judged extends { readonly severity: Severity }>(all: readonly [Judged, ...Judged[]]): Judged;
export function gravestOf<Judged extends { readonly severity: Severity }>(all: readonly Judged[]): Judged | undefined;
export function gravestOf<Judged extends { readonly severity: Severity }>(all: readonly Judged[]): Judged | undefined {
  return all.toSorted((a, b) => GRAVITY[b.severity] - GRAVITY[a.severity])[0];
}

/** How sure a finding is; `medium` where the recipe alone cannot decide it. */
export type Confidence = "high" | "medium";

/**
 * `safe`: the privileged build's meaning is unchanged. `unsafe`: it may change. `manual`: never applied by itself.
 */
export type Safety = "safe" | "unsafe" | "manual";

/** Apptainer's ways to build, in the order that its own tests number them; `proot` is SingularityCE's. */
export const BUILD_MODES = ["root", "subuid", "userns", "userns-fakeroot", "suid-fakeroot", "proot"] as const;
export type BuildMode = (typeof BUILD_MODES)[number];

/** What a hazard does in one mode. */
export type Effect = "fails" | "lost" | "misleads";

/** Replaces `start` to `end` (UTF-16 offsets, half-open) by `text`. */
export interface Edit extends Range {
  readonly text: string;
}

/** Sorted, disjoint edits that belong together: applied whole or not at all. */
export interface Fix {
  /** What the fix does, in the imperative: "Insert the account stub before the first dnf". */
  readonly title: string;
  readonly safety: Safety;
  /** The safety that holds while the recipe is being built on this very host, where that differs. */
  readonly safetyInBuild?: Safety;
  /** Set by a fix that means to change the header, a section's line, files, labels or what a script is read as; no other may. */
  readonly changesStructure?: true;
  readonly edits: readonly Edit[];
}

export interface Related {
  readonly message: string;
  readonly range: Range;
}

/** What a rule yields; the engine adds what `meta` already says. */
export interface Draft {
  readonly range: Range;
  readonly message: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** Whether it is hygiene, where that differs from the rule's group. */
  readonly hygiene?: boolean;
  /** Where the effect differs from the rule's. */
  readonly modes?: Modes;
  readonly related?: readonly Related[];
  readonly fix?: Fix | undefined;
}

export interface Finding {
  /** Who found it: a rule, or ShellCheck, whose codes are `SC` and four digits. */
  readonly source: "deflint" | "shellcheck";
  readonly code: string;
  /** The rule's name; the code again for ShellCheck, which has no names. */
  readonly name: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** True for findings that are counted in one line and shown only when asked for. */
  readonly hygiene: boolean;
  readonly message: string;
  readonly range: Range;
  readonly modes: Modes;
  readonly related: readonly Related[];
  readonly fix: Fix | undefined;
}

export type Modes = Readonly<Partial<Record<BuildMode, Effect>>>;

/** For a hazard that does the same in every mode. */
export function inEveryMode(effect: Effect): Modes {
  return Object.fromEntries(BUILD_MODES.map((mode) => [mode, effect]));
}

export interface RuleMeta {
  /** `DF` and three digits; the first is the family. Never reused. */
  readonly code: string;
  /** Kebab-case; the same as the file's and the fixture folder's. */
  readonly name: string;
  /** Imperative, at most 72 characters. */
  readonly summary: string;
  /** Two to six sentences of markdown: what happens, why, what to do. */
  readonly why: string;
  /** The severity of most of its findings, and its confidence. */
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** The strongest kind of fix that it can offer. */
  readonly fix: Safety | "none";
  /** The modes in which it bites, and how. */
  readonly modes: Modes;
  /** The deflint version that brought it. */
  readonly since: string;
  /** Where its knowledge comes from. */
  readonly sources: readonly string[];
  readonly group?: "hygiene";
  /**
   * `host`: whether it speaks hangs on facts of a host or a site, which another run may know. That it says nothing here does
   * not mean that it never will, so a comment that leaves its findings out is never called unused.
   */
  readonly needs?: "host";
  /** Codes of rules whose finding at the same place says less of the same cause: it is left out. */
  readonly supersedes?: readonly string[];
}

export interface Rule {
  readonly meta: RuleMeta;
  /** What the rule wants to see; called in the one walk that serves all rules. Pure. */
  readonly on: Visitors;
}

/** What a recipe is to be built on. Every optional fact may be unknown; a rule that needs an unknown fact is silent. */
export interface Target {
  readonly engine: "apptainer" | "singularity-ce" | "singularity";
  readonly engineVersion?: string;
  readonly mode: BuildMode;
  /** The glibc of the host, as in "2.34". */
  readonly hostGlibc?: string;
  /** Bytes free in the /tmp that `%post` will see. */
  readonly tmpBytes?: number;
  /** Directories that the site binds at run time. */
  readonly runtimeBinds?: readonly string[];
  readonly arch?: string;
  /** ISO date (YYYY-MM-DD) against which ends of life are judged. */
  readonly today: string;
  /** Whether the recipe is about to be built: what Apptainer would refuse stops it now. */
  readonly building?: boolean;
  /** What a shell's own check says of a script (`sh -n`, `bash -n`); undefined where there is no such shell. */
  readonly acceptsSyntax?: (shell: "sh" | "bash", script: string) => boolean | undefined;
  /** Whether a path of `%files` is there on the host. */
  readonly sources?: (path: string) => "present" | "missing" | "unknown";
  /** Prefixes of image references that the recipe's owners trust, as in "quay.io/my-site/". */
  readonly trustedRegistries?: readonly string[];
  /** Labels that the recipe's owners want in every image. */
  readonly requiredLabels?: readonly string[];
}

/** Declares a rule; checks nothing at run time: a test reads the registry. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
