import type { Range } from "#grammar/source.ts";
import { type Draft, defineRule, type Edit, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext, StageContext } from "../document.ts";
import { insertLines, placeBefore } from "../edits/place.ts";
import { repointingCommand } from "../knowledge/images/archived-repositories.ts";
import { readBaseReference } from "../knowledge/images/base-references.ts";
import { type Lifetime, lifetimeOf, nameOf } from "../knowledge/images/lifetimes.ts";
import { findRepositoryUse, isOfficialMirror, type RepositoryUse } from "../knowledge/images/repositories.ts";
import { effectiveValue, lastEntry } from "../knowledge/recipe/header-entries.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";

function* check(ctx: StageContext): Iterable<Draft> {
  const { base, document } = ctx;
  const lifetime = base && lifetimeOf(base);
  const range = placeOf(ctx);
  if (base === undefined || lifetime === undefined || range === undefined) return;
  const { today } = document.target;
  if (today <= lifetime.endOfLife) return;
  const isGone = lifetime.repositoriesGone !== undefined && lifetime.repositoriesGone <= today;
  const mirror = isGone ? goneMirror(ctx) : undefined;
  if (mirror !== undefined) {
    yield { range: mirror, message: describeMirror(nameOf(base), lifetime) };
    return;
  }
  const use = isGone ? findRepositoryUse(ctx) : undefined;
  if (use === undefined) {
    if (!isFinalStage(ctx)) return;
    yield { range, severity: "info", hygiene: true, message: describeAge(nameOf(base), lifetime), modes: AGED };
    return;
  }
  yield {
    range,
    severity: use.isNeeded ? "error" : "warning",
    message: describeGone(nameOf(base), use, lifetime),
    related: [{ message: "asks the repositories that are gone", range: use.command }],
    fix: askArchive(ctx, use, lifetime),
  };
}

const AGED = inEveryMode("misleads");

/** The name of the base; for a system that is installed from a mirror, the agent. */
function placeOf(ctx: StageContext): Range | undefined {
  return readBaseReference(ctx)?.from.value ?? lastEntry(ctx.stage, "bootstrap")?.value;
}

/** The mirror that a system is to be installed from, where it no longer has it. */
function goneMirror(ctx: StageContext): Range | undefined {
  const mirror = lastEntry(ctx.stage, "mirrorurl");
  const isInstalled = /^(?:yum|dnf|debootstrap)$/.test(lastEntry(ctx.stage, "bootstrap")?.value.text ?? "");
  if (mirror === undefined || !isInstalled) return undefined;
  return isOfficialMirror(effectiveValue(mirror, ctx) ?? "") ? mirror.value : undefined;
}

function describeMirror(name: string, { repositoriesGone, archive }: Lifetime): string {
  return `This mirror no longer has ${name} (since ${repositoriesGone} at the latest), so there is nothing to install the base from. Take a release that is still maintained, or a mirror of ${archive}.`;
}

function describeAge(name: string, { endOfLife }: Lifetime): string {
  return `${name} has had no free security updates since ${endOfLife}. Move to a release that has.`;
}

function describeGone(name: string, { manager }: RepositoryUse, { repositoriesGone, archive }: Lifetime): string {
  return `The repositories of ${name} are gone (since ${repositoriesGone} at the latest), so ${manager} finds nothing to install. Take a release that is still maintained, or point ${manager} at ${archive} first.`;
}

/** One command before the first that asks, which names the archive instead. */
function askArchive(ctx: StageContext, { command }: RepositoryUse, lifetime: Lifetime): Fix | undefined {
  const post = ctx.scripts.find(({ script }) => script.type === "post");
  const line = ctx.base && repointingCommand(ctx.base);
  if (post === undefined || line === undefined) return undefined;
  return {
    title: `Let the package manager ask ${lifetime.archive}`,
    safety: "unsafe",
    edits: [insertBefore(post, command, line)],
  };
}

function insertBefore(
  { document: { source }, script }: ScriptContext,
  command: RepositoryUse["command"],
  line: string,
): Edit {
  const place = placeBefore(source, script, command);
  return insertLines(source, place, `${place.indent}${line}${source.lineEnd}`);
}

export default defineRule({
  meta: {
    code: "DF303",
    name: "end-of-life-base",
    summary: "Take a base that is still maintained",
    why: `When a distribution gives a release up, its repositories move to an archive some time later: the base image is still there, but \`yum\` ends with
\`Could not resolve host: mirrorlist.centos.org\` and \`apt-get\` with \`does not have a Release file\`. This holds for CentOS up to 8, Debian up to 10 and the interim
releases of Ubuntu. Take a release that is maintained (it also suits the host's fakeroot command better), or point the package manager at the archive before
its first use. A base without security updates whose repositories still answer is a hygiene note.`,
    severity: "error",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "endoflife.date",
      "blog.centos.org, end of CentOS Linux 8 (January 2022) and CentOS Linux 7 (June 2024)",
      "lists.debian.org, debian-devel-announce: March 2019 (wheezy, jessie), June 2025 (buster)",
    ],
  },
  on: { stage: (_stage, ctx) => check(ctx) },
});
