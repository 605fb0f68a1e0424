import type { Section } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { ofTypes, type ScriptContext, type StageContext } from "../document.ts";
import { ALWAYS_MOUNTED, type Cover, coverOf } from "../knowledge/places/mount-points.ts";
import { payloadsOf } from "../knowledge/places/payload.ts";
import { copiesFrom, copiesIn, isFilesSection } from "../knowledge/recipe/files-lines.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import { wantedAtRunTime } from "../knowledge/recipe/run-time-scripts.ts";
import type { ChangingRun } from "../knowledge/shell/flow.ts";
import { locate } from "../knowledge/shell/paths.ts";

interface Hidden {
  readonly path: string;
  readonly cover: Cover;
  readonly range: Range;
}

function* checkFiles(section: Section, ctx: StageContext): Iterable<Draft> {
  if (!isFinalStage(ctx) || !isFilesSection(section, ctx) || copiesFrom(section, ctx)?.kind === "nowhere") return;
  const hidden = copiesIn(section, ctx).flatMap(({ destination, destinationWord, sourceWord }): Hidden[] => {
    const path = destination.startsWith("/") ? destination : `/${destination}`;
    const cover = coverOf(path, ctx.document.target.runtimeBinds);
    return cover === undefined ? [] : [{ path, cover, range: destinationWord ?? sourceWord }];
  });
  yield* oneAMount(hidden, ctx);
}

/** What %post itself writes to the host's own /tmp and /dev is mostly not meant to stay: no word of that here. */
function* checkPost(ctx: ScriptContext): Iterable<Draft> {
  if (!isFinalStage(ctx.stage)) return;
  const removed = new Set(ctx.flow.changes.flatMap(removedPath));
  const hidden = payloadsOf(ctx.flow).flatMap(({ path, word }): Hidden[] => {
    const cover = coverOf(path, ctx.document.target.runtimeBinds);
    if (cover === undefined || ALWAYS_MOUNTED.some((mount) => mount.path === cover.path) || isSetting(path)) return [];
    const isGone = outersOf(path).some((outer) => removed.has(outer));
    return isGone ? [] : [{ path, cover, range: word }];
  });
  yield* oneAMount(hidden, ctx.stage);
}

function removedPath({ change: { path, word, how }, state }: ChangingRun): string | readonly string[] {
  return how === "remove" ? (locate({ value: path, word }, state)?.replace(/\/?\*?$/, "") ?? []) : [];
}

/** A path and all directories that it lies in. */
function outersOf(path: string): string[] {
  const names = path.split("/").slice(0, MOST_DIRECTORIES);
  return names.map((_name, at) => names.slice(0, at + 1).join("/"));
}

/** Deeper paths than this are not looked at whole. */
const MOST_DIRECTORIES = 40;

/** A file such as ~/.bashrc of a user whom the recipe has made: for the build alone, or for nobody. */
function isSetting(path: string): boolean {
  return /^\/home\/[^/]+\/\.[^/]+$/.test(path);
}

/** One finding a mount, at the first path under it. Of a mount that may be there only what the image asks for at run time counts. */
function* oneAMount(hidden: readonly Hidden[], stage: StageContext): Iterable<Draft> {
  if (hidden.length === 0) return;
  const wanted = new Set(wantedAtRunTime(stage).flatMap(topsIn));
  const isMissed = ({ path, cover }: Hidden): boolean => cover.certain || topsIn(path).some((top) => wanted.has(top));
  const missed = hidden.filter(isMissed);
  for (const point of new Set(missed.map(({ cover }) => cover.path))) {
    const [first, ...others] = missed.filter(({ cover }) => cover.path === point);
    if (first === undefined) continue;
    const { path, cover, range } = first;
    const related = others.map((other) => ({ message: `so is ${other.path}`, range: other.range }));
    yield { range, message: describe(path, cover), related, ...(cover.certain ? {} : UNSURE) };
  }
}

/** `/home/app` of `/home/app/bin/x`, for each path of a list. */
function topsIn(text: string): readonly string[] {
  return text.match(/(?<![^\s:="'])\/[^/\s:"']+\/[^/\s:"']+/g) ?? [];
}

const UNSURE = { severity: "info", confidence: "medium" } as const;

function describe(path: string, { by, certain }: Cover): string {
  return `${path} ${certain ? "is" : "may be"} hidden at run time by ${by}. Put it in /opt or /usr/local.`;
}

export default defineRule({
  meta: {
    code: "DF602",
    name: "path-hidden-at-run-time",
    summary: "Put nothing where a mount hides it at run time",
    why: `When an image runs, Apptainer mounts the host's \`/tmp\`, \`/var/tmp\`, \`/dev\`, \`/proc\` and \`/sys\` and the user's home directory over it.
What the image itself has at these places cannot be seen. Computing centres add directories of their own, often all of \`/home\` or \`/scratch\`: name them as
\`runtime-binds\` in the file for \`--target\`, and they count as certain. An empty directory as a mount point is no harm. Put programs and data in \`/opt\` or
\`/usr/local\`.`,
    severity: "warning",
    confidence: "high",
    fix: "none",
    needs: "host",
    modes: inEveryMode("lost"),
    since: "0.1.0",
    sources: [
      "Apptainer user guide, Bind paths and mounts: system-defined bind paths",
      "Apptainer 1.4.5, run: files of the image in /tmp and /var/tmp are not there, those in /run, /mnt and /home/other are",
    ],
  },
  on: { sections: ofTypes(["files"], checkFiles), post: (_script, ctx) => checkPost(ctx) },
});
