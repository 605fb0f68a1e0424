/** Whether the host has what the person binds into %post and %test. */
import { stat } from "node:fs/promises";
import { isAbsolute, posix } from "node:path";
import { valuesOf } from "../build/command-line/arguments.ts";
import { splitAtCommas } from "../csv.ts";
import { within } from "../host/programs.ts";
import { variableOf } from "./engine-settings.ts";
import type { Check, Obstacle, Question } from "./obstacle.ts";
import { runsOnHost } from "./stages.ts";

interface Bind {
  /** As the person wrote it. */
  readonly source: string;
  readonly destination: string;
}

/**
 * Run on Apptainer 1.4.5: a source that is not there ends %post before its first command; a relative one counts from `/`.
 * Of two binds to one place only the later one matters, so that such are left alone.
 */
export const checkBindSources: Check = async (question) => {
  const { document } = question;
  if (document === undefined || runsOnHost(document) || !runsScripts(question)) return [];
  const binds = bindsOf(question);
  const lone = binds.filter(({ destination }) => binds.filter((other) => other.destination === destination).length < 2);
  const isMissing = await Promise.all(lone.map(({ source }) => isNotThere(posix.join("/", source))));
  return lone.filter((_, at) => isMissing[at]).map(describe);
};

function runsScripts({ document }: Question): boolean {
  return (document?.stages ?? []).some(({ scripts }) =>
    scripts.some(({ script }) => script.type === "post" && script.joined.text.trim() !== ""),
  );
}

/** A --bind makes Apptainer forget APPTAINER_BINDPATH, and either of the two may hide APPTAINER_BIND (build_linux.go, runBuild). */
function bindsOf(question: Question): Bind[] {
  const { args } = question;
  const flags = valuesOf(args, "bind");
  const variable = variableOf("bindpath", question) || variableOf("bind", question);
  const specs = flags.length > 0 || variable === undefined ? flags : [variable];
  const mounts = [...valuesOf(args, "mount"), ...(variableOf("mount", question) ?? "").split("\n")];
  return [...specs.flatMap(readBinds), ...mounts.flatMap(readMount)];
}

/** `src[:dest[:opts]]`, several parted by commas, which part options too: a word that can be an option is none. */
function readBinds(specs: string): Bind[] {
  if (specs.includes("\\")) return [];
  return specs.split(",").flatMap((spec) => {
    const [source = "", destination = source] = spec.split(":");
    if (source === "" || /^(?:ro|rw|id=.*|image-src=.*)$/.test(source)) return [];
    return [{ source, destination: posix.normalize(destination) }];
  });
}

function readMount(spec: string): Bind[] {
  const fields = splitAtCommas(spec);
  const fieldOf = (names: RegExp) => fields.find((field) => names.test(field))?.replace(/^[^=]*=/, "");
  const [type, source, destination] = [
    fieldOf(/^type=/),
    fieldOf(/^(?:source|src)=/),
    fieldOf(/^(?:destination|dst|target)=/),
  ];
  return type === "bind" && source && destination ? [{ source, destination: posix.normalize(destination) }] : [];
}

async function isNotThere(path: string): Promise<boolean> {
  const there = within(
    stat(path).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== "ENOENT" && error.code !== "ENOTDIR",
    ),
  );
  return (await there) === false;
}

function describe({ source }: Bind): Obstacle {
  const isRelative = !isAbsolute(source);
  return {
    name: "bind-source-missing",
    gravity: "blocking",
    message: isRelative
      ? `the bind of ${source} means ${posix.join("/", source)}, since relative paths count from /, and that is not there`
      : `${source}, which you bind into the build, is not there, so that %post could not start`,
    cure: isRelative ? `write the whole path: $PWD/${source}` : "make it, or leave the bind out",
  };
}
