/** What may stand in a configuration file. The validator and the JSON schema for editors are both made from this. */
import * as v from "valibot";
import { SEVERITIES } from "#rules/define-rule.ts";
import { expandBraces } from "../files/expand-braces.ts";
import type { UsageError } from "../usage-error.ts";
import { describeUnknown, readSelector } from "./selectors.ts";
import { targetTable } from "./target-table.ts";
import { isInRange, RANGE_SYNTAX } from "./version-range.ts";

const describe = v.description;

/** A rule, a family, a group, or a code of ShellCheck's. */
export const selector = v.pipe(
  v.string('text in quotes, as in "DF101"'),
  v.check(
    (text) => readSelector(text) !== undefined,
    ({ input }) => describeUnknown(input),
  ),
);

const selectors = v.array(selector, 'a list, as in ["DF101", "space"]');

/** A list of texts of which none is empty. */
const texts = (example: string) =>
  v.array(
    v.pipe(v.string("text in quotes"), v.trim(), v.minLength(1, "text, and not empty")),
    `a list, as in ["${example}"]`,
  );

const severity = v.picklist(SEVERITIES, (issue) =>
  issue.received === '"off"'
    ? 'one of "error", "warning", "info"; a rule is switched off by ignore'
    : 'one of "error", "warning", "info"',
);

const switched = (subject: string) => v.boolean(`true or false: ${subject}`);

/** A program that an unknown repository names would be run by an editor that opens it. */
const shellcheck = v.boolean("true or false: no configuration names a program to run; --shellcheck PATH does");

const buildArgument = v.pipe(
  v.string('text in quotes, as in "3.10"'),
  v.regex(/^[^\r\n]*\S[^\r\n]*$/, "one line of text, and not empty: Apptainer refuses an empty build argument"),
);

const fix = v.strictObject({
  promote: v.optional(
    v.pipe(selectors, describe("Rules whose unsafe fixes count as safe here. Manual fixes stay manual.")),
  ),
  demote: v.optional(v.pipe(selectors, describe("Rules whose safe fixes count as unsafe here."))),
  never: v.optional(v.pipe(selectors, describe("Rules whose fixes are never applied, in no build either."))),
});

/** What holds for all recipes of a file, and in an override for some of them. */
const common = {
  select: v.optional(
    v.pipe(
      selectors,
      describe("The rules to ask, in place of all of them: codes, names, families, hygiene, shellcheck, all."),
    ),
  ),
  ignore: v.optional(v.pipe(selectors, describe("Rules to leave out. The more specific of select and ignore wins."))),
  shellcheck: v.optional(
    v.pipe(
      shellcheck,
      describe("Whether ShellCheck is asked where it is installed. Its program is named on the command line only."),
    ),
  ),
  hygiene: v.optional(
    v.pipe(
      switched("whether hygiene notes are shown"),
      describe("Whether hygiene notes are shown, as with --hygiene."),
    ),
  ),
  severity: v.optional(
    v.pipe(
      v.record(selector, severity, 'a table, as in DF304 = "error"'),
      describe("How grave the findings of rules are, by rule, family or group."),
    ),
  ),
  "build-args": v.optional(
    v.pipe(
      v.record(
        v.pipe(v.string(), v.regex(/^\w+$/, "the name of a {{ }} reference: letters, digits and _")),
        buildArgument,
        'a table, as in VERSION = "1.2"',
      ),
      describe("Values of {{ }} references that the command line does not give; for recipes that refer to them."),
    ),
  ),
  target: v.optional(
    v.pipe(targetTable, describe("What the recipes are to be built on. Facts that are not given are not known.")),
  ),
  fix: v.optional(v.pipe(fix, describe("Which fixes may be applied, against what their rules say."))),
};

const glob = v.pipe(
  v.string("text in quotes"),
  v.trim(),
  v.minLength(1, "a glob, and not empty"),
  v.check(
    (text) => describeGlob(text) === undefined,
    ({ input }) => describeGlob(input) ?? "",
  ),
);

function describeGlob(glob: string): string | undefined {
  try {
    expandBraces(glob);
    return undefined;
  } catch (error) {
    return (error as UsageError).message;
  }
}

const override = v.strictObject({
  files: v.pipe(
    v.array(glob, 'a list of globs, as in ["legacy/**"]'),
    v.minLength(1, "a list of at least one glob"),
    describe(
      "The recipes that it is for: globs as in .gitignore, relative to the directory of this file; one without / is the name of a recipe in any directory.",
    ),
  ),
  ...common,
});

/** A whole file. */
export const configurationTable = v.strictObject({
  extends: v.optional(
    v.pipe(
      v.union([v.string(), v.array(v.string())], 'a path or a list of paths, as in "../deflint.toml"'),
      describe(
        "Configurations that this one builds on: paths relative to this file, or profiles of sites, as deflint:csc-puhti. Later ones win over earlier ones, and this file over all.",
      ),
    ),
  ),
  "required-version": v.optional(
    v.pipe(
      v.string(`text: ${RANGE_SYNTAX}`),
      v.check((text) => isInRange("0", text) !== undefined, `a range is made of ${RANGE_SYNTAX}`),
      describe(`The versions of deflint that this file is for: ${RANGE_SYNTAX}. Others refuse it.`),
    ),
  ),
  exclude: v.optional(
    v.pipe(
      v.array(glob, 'a list of globs, as in ["third-party/**"]'),
      describe(
        "Recipes and directories that are left out when directories are searched: globs as in .gitignore, relative to the directory of this file.",
      ),
    ),
  ),
  "trusted-registries": v.optional(
    v.pipe(
      texts("quay.io/my-site/"),
      describe("Prefixes of the base images that may be used; any other base is an error."),
    ),
  ),
  "required-labels": v.optional(
    v.pipe(texts("org.opencontainers.image.source"), describe("Labels that every image has to have.")),
  ),
  ...common,
  overrides: v.optional(
    v.pipe(
      v.array(override, "tables, each below a line [[overrides]]"),
      describe("What holds for some recipes only. All that match apply, in their order."),
    ),
  ),
});

export type ConfigurationTable = v.InferOutput<typeof configurationTable>;
export type Override = v.InferOutput<typeof override>;
