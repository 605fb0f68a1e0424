/** The `[target]` table: what recipes are to be built on, as a file of a repository says it. */
import * as v from "valibot";
import { BUILD_MODES, type Target } from "#rules/define-rule.ts";
import { parseSize } from "../size.ts";

/** The facts of a target that a person can state; the others are found out or given by flags of their own. */
export type TargetFacts = Partial<
  Pick<Target, "engine" | "engineVersion" | "mode" | "hostGlibc" | "tmpBytes" | "runtimeBinds" | "arch">
>;

/** "2.34", and no number: 2.40 would be 2.4. */
const VERSION = 'a version in quotes, as in "2.34"';
const version = v.pipe(v.string(VERSION), v.regex(/^\d+(?:\.\d+)*$/, VERSION));

const size = v.pipe(
  v.union([v.string(), v.number()], 'a size, as in "4G"'),
  v.description('The room in the /tmp that %post sees, as in "4G".'),
  v.transform((value) => parseSize(String(value))),
  v.number('a size, as in "4G"'),
);

const ARCHITECTURES = ["x86_64", "aarch64", "ppc64le", "riscv64", "s390x"] as const;

/** What may stand in the table. Keys are kebab-case, as flags are. */
export const targetTable = v.strictObject({
  engine: v.optional(
    v.pipe(v.picklist(["apptainer", "singularity-ce", "singularity"]), v.description("The program that builds.")),
  ),
  "engine-version": v.optional(v.pipe(version, v.description('Its version, as in "1.4".'))),
  mode: v.optional(
    v.pipe(v.picklist(BUILD_MODES), v.description("The way in which it builds; suid-fakeroot unless given.")),
  ),
  "host-glibc": v.optional(v.pipe(version, v.description('The glibc of the host, as in "2.34".'))),
  "tmp-size": v.optional(size),
  "runtime-binds": v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.startsWith("/", "an absolute path")), "a list of absolute paths"),
      v.description("What the site mounts over images at run time."),
    ),
  ),
  arch: v.optional(v.pipe(v.picklist(ARCHITECTURES), v.description("The architecture of the host."))),
});

/** The facts of a table that is valid. */
export function factsOf(table: v.InferOutput<typeof targetTable>): TargetFacts {
  const { engine, mode, arch } = table;
  const given = {
    engine,
    engineVersion: table["engine-version"],
    mode,
    hostGlibc: table["host-glibc"],
    tmpBytes: table["tmp-size"],
    runtimeBinds: table["runtime-binds"],
    arch,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The table that says these facts: {@link factsOf} backwards. A fact that no table can say is left out. */
export function tableOf(facts: TargetFacts): v.InferInput<typeof targetTable> {
  const { arch } = facts;
  const said = {
    engine: facts.engine,
    "engine-version": facts.engineVersion,
    mode: facts.mode,
    "host-glibc": facts.hostGlibc,
    "tmp-size": facts.tmpBytes,
    "runtime-binds": facts.runtimeBinds && [...facts.runtimeBinds],
    arch: ARCHITECTURES.find((known) => known === arch),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
