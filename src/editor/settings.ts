/** What holds for each open recipe, read anew when a configuration changes. */
import { join } from "node:path";
import { rules } from "#rules/index.ts";
import type { CheckFlags } from "../commands/check/flags.ts";
import { findSettings, type Settings } from "../commands/check/settings.ts";
import { makeTarget } from "../engine/target.ts";
import { buildDirectoriesOf, makeSourceCheck } from "../files/source-check.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";
import { pathOf } from "./addresses.ts";
import { type ConfigurationProblem, readProblem } from "./configuration-problem.ts";
import type { Judging } from "./open-recipe.ts";
import type { SyntaxAnswers } from "./shell-syntax.ts";

export interface EditorSettings {
  /** How a recipe is judged; the same object until `reload`. Never rejects: a wrong configuration is told and not followed. */
  of(uri: string): Promise<Judging>;
  /** Forgets what was read. */
  reload(): void;
  /** What is wrong with the configurations that were read. */
  problems(): readonly ConfigurationProblem[];
}

export interface SettingsOptions {
  readonly flags: CheckFlags;
  /** Its working directory is the one that the client has open. */
  readonly io: Io;
  readonly syntax: Pick<SyntaxAnswers, "acceptsSyntax">;
  /** Told of each problem once, until `reload`. */
  readonly onProblem: (problem: ConfigurationProblem) => void;
}

/** The settings of all recipes. */
export function makeEditorSettings({ flags, io, syntax, onProblem }: SettingsOptions): EditorSettings {
  const lastGood = new Map<string, Settings>();
  let problems = new Map<string, ConfigurationProblem>();
  let known = new Map<string, Promise<Judging>>();
  let finder: ReturnType<typeof findSettings> | undefined;

  const find = async (path: string): Promise<Settings> => {
    finder ??= findSettings(flags, io);
    return (await (await finder).settingsFor([path]))(path);
  };
  const settle = async (uri: string): Promise<Judging> => {
    const path = pathOf(uri) ?? join(io.cwd, "unsaved.def");
    try {
      const settings = await find(path);
      lastGood.set(uri, settings);
      return judgingBy(settings, uri);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const problem = readProblem(error.message, io.cwd);
      if (!problems.has(problem.message)) onProblem(problem);
      problems.set(problem.message, problem);
      return judgingBy(lastGood.get(uri) ?? DEFAULTS, uri);
    }
  };
  const judgingBy = (settings: Settings, uri: string): Judging => {
    const { choice, target, buildArguments, offeredArguments, hygiene, usesShellCheck } = settings;
    const path = pathOf(uri);
    const directories = path === undefined ? [io.cwd] : buildDirectoriesOf(path, io.cwd);
    const facts = { sources: makeSourceCheck(directories), acceptsSyntax: syntax.acceptsSyntax };
    return {
      options: {
        rules,
        ...(choice && { choice }),
        target: { ...target, ...facts },
        ...(buildArguments && { buildArguments }),
        ...(offeredArguments && { offeredArguments }),
      },
      hygiene,
      usesShellCheck,
    };
  };
  return {
    of(uri) {
      const judging = known.get(uri) ?? settle(uri);
      known.set(uri, judging);
      return judging;
    },
    reload() {
      finder = undefined;
      known = new Map();
      problems = new Map();
    },
    problems: () => [...problems.values()],
  };
}

/** Where the only configuration that there ever was is wrong. */
const DEFAULTS: Settings = {
  target: makeTarget("suid-fakeroot"),
  hygiene: false,
  usesShellCheck: true,
  configured: undefined,
};
