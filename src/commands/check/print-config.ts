/** `deflint check --print-config`: what holds for recipes, and where it is said. */
import { stringify } from "smol-toml";
import type { Resolved, Sourced } from "../../config/resolve.ts";
import { tableOf } from "../../config/target-table.ts";
import { FIX_WISHES, NO_WISHES, type Said } from "../../config/wishes.ts";
import { EXIT } from "../../exit-codes.ts";
import type { Io } from "../../io.ts";
import { printable } from "../../reporters/printable.ts";
import type { Settings } from "./settings.ts";

/** Prints a configuration for each group of recipes for which the same holds. Resolves to the exit code. */
export function printConfiguration(paths: readonly string[], settingsOf: (path: string) => Settings, io: Io): number {
  const groups = new Map<Settings, string[]>();
  for (const path of paths) {
    const members = groups.get(settingsOf(path)) ?? [];
    members.push(path);
    groups.set(settingsOf(path), members);
  }
  const parts = [...groups].map(([settings, members]) => render(members, settings));
  io.stdout.write(parts.join("\n"));
  return EXIT.clean;
}

const FLAGS = "the command line";
const DEFAULT = "unless said otherwise";

function render(paths: readonly string[], settings: Settings): string {
  const { configured } = settings;
  const resolved = configured?.resolved;
  const wishes = resolved?.wishes ?? NO_WISHES;
  const lines = [
    ...paths.map((path) => `# ${plain(path)}`),
    ...(configured === undefined
      ? ["# no configuration"]
      : configured.steps.map((step) => `#   by ${plain(step.origin)}`)),
    ...renderExcludes(settings),
    ...(wishes.select === undefined ? [`select = ["all"] # ${DEFAULT}`] : renderList("select", wishes.select)),
    ...renderList("ignore", wishes.ignore),
    renderPair("hygiene", settings.hygiene, originOf(settings.hygiene, resolved?.hygiene, settings.hygiene)),
    renderPair("shellcheck", settings.usesShellCheck, originOfShellCheck(settings)),
    ...renderSourced("trusted-registries", resolved?.trustedRegistries),
    ...renderSourced("required-labels", resolved?.requiredLabels),
    ...renderTable(
      "severity",
      wishes.severity.map((said) => [said.selector.text, said.severity, said.origin]),
    ),
    ...renderFix(wishes.fix),
    ...renderTable("build-args", readBuildArguments(settings)),
    ...renderTable("target", readTarget(settings)),
  ];
  return `${lines.join("\n")}\n`;
}

type Row = readonly [key: string, value: unknown, origin: string];

function renderTable(name: string, rows: readonly Row[]): string[] {
  return rows.length === 0 ? [] : ["", `[${name}]`, ...rows.map((row) => renderPair(...row))];
}

function renderPair(key: string, value: unknown, origin: string): string {
  return `${stringify({ [key]: value }).trimEnd()} # ${plain(origin)}`;
}

function renderSourced(key: string, sourced: Sourced<unknown> | undefined): string[] {
  return sourced === undefined ? [] : [renderPair(key, sourced.value, sourced.origin)];
}

function renderList(key: string, said: readonly Said[]): string[] {
  if (said.length === 0) return [`${key} = []`];
  return [`${key} = [`, ...said.map(({ selector, origin }) => `  "${selector.text}", # ${plain(origin)}`), "]"];
}

function renderFix(fix: Resolved["wishes"]["fix"]): string[] {
  if (fix.length === 0) return [];
  const lists = FIX_WISHES.map((wish) => ({ wish, said: fix.filter((one) => one.wish === wish) }));
  return ["", "[fix]", ...lists.flatMap(({ wish, said }) => (said.length === 0 ? [] : renderList(wish, said)))];
}

/** They are relative to the directories of the files that say them, so that a file cannot say those of another. */
function renderExcludes({ configured }: Settings): string[] {
  return (configured?.steps ?? []).flatMap(({ origin, table }) =>
    "exclude" in table && table.exclude !== undefined
      ? [`#   exclude = ${JSON.stringify(table.exclude)}, in the directory of ${plain(origin)}`]
      : [],
  );
}

function readBuildArguments({ configured, buildArguments = new Map() }: Settings): Row[] {
  const configuredRows = [...(configured?.resolved.buildArguments ?? [])].flatMap(([name, { value, origin }]): Row[] =>
    buildArguments.has(name) ? [] : [[name, value, origin]],
  );
  return [...[...buildArguments].map(([name, value]): Row => [name, value, FLAGS]), ...configuredRows];
}

function readTarget({ configured, target }: Settings): Row[] {
  return Object.entries(tableOf(target)).map(([key, value]): Row => {
    const said = configured?.resolved.target.get(key as Parameters<Resolved["target"]["get"]>[0]);
    const isDefault = key === "engine" || key === "mode";
    return [key, value, originOf(value, said, !isDefault)];
  });
}

function originOf(value: unknown, said: Sourced<unknown> | undefined, isFlag: boolean): string {
  if (said !== undefined && JSON.stringify(said.value) === JSON.stringify(value)) return said.origin;
  return said !== undefined || isFlag ? FLAGS : DEFAULT;
}

function originOfShellCheck({ configured, usesShellCheck }: Settings): string {
  const said = configured?.resolved.shellcheck;
  if (!usesShellCheck && configured?.wantsShellCheck === false) return "no finding of it is wanted";
  return originOf(usesShellCheck, said, !usesShellCheck);
}

const plain = (text: string): string => printable(text, { oneLine: true });
