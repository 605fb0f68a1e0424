import type { Section, Text } from "#grammar/ast.ts";
import type { Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Edit, type Fix, inEveryMode } from "../define-rule.ts";
import { ofTypes, type ScriptContext, type StageContext } from "../document.ts";
import { isInHostTmp } from "../knowledge/places/host-tmp.ts";
import {
  installedInTmp,
  isPutOnHost,
  namesTmpAtRunTime,
  postOf,
  usesAtRunTime,
  usesOf,
} from "../knowledge/places/tmp-payload.ts";
import { type Copy, copiedPath, copiesFrom, copiesIn, isFilesSection } from "../knowledge/recipe/files-lines.ts";
import { isAt } from "../knowledge/shell/paths.ts";

/** Copies into the image's /tmp, and copies of what another stage has left in the host's. */
function* checkFiles(section: Section, ctx: StageContext): Iterable<Draft> {
  const from = isFilesSection(section, ctx) ? copiesFrom(section, ctx) : undefined;
  if (from === undefined || from.kind === "nowhere") return;
  for (const copy of copiesIn(section, ctx)) {
    if (from.kind === "stage" && isLeftOnHost(copy.source, from.name, ctx)) {
      yield { range: copy.sourceWord, severity: "error", modes: inEveryMode("fails"), message: LEFT(copy.source) };
    } else if (isInHostTmp(copy.destination) && !isPutOnHost(copiedPath(copy) ?? copy.destination, ctx))
      yield hidden(copy, ctx);
  }
}

const LEFT = (path: string) =>
  `The build fails: ${path} is not in that stage. %post wrote it to the host's own /tmp, which is mounted over the stage's. Have %post write it to /opt.`;

function hidden(copy: Copy, ctx: StageContext): Draft {
  const path = copiedPath(copy);
  const post = postOf(ctx);
  const uses = path === undefined || post === undefined ? [] : usesOf(path, post);
  const [first] = uses;
  return {
    range: copy.destinationWord ?? copy.sourceWord,
    ...(first?.stops === true ? { severity: "error", modes: inEveryMode("fails") } : {}),
    message: `What is copied here is hidden by the host's /tmp in %post and when the container runs${first?.stops === true ? ', and the build ends with "No such file or directory" where %post uses it' : ""}. Copy it to /opt.`,
    related: first === undefined ? [] : [{ message: "used here, where it cannot be seen", range: first.word }],
    fix: path === undefined ? undefined : moveToOpt(copy, path, ctx),
  };
}

/** Whether a path of the host's /tmp is one that a stage's `%post` has made: nothing else has put it into that stage. */
function isLeftOnHost(path: string, name: string, { document }: StageContext): boolean {
  const stage = document.stages.find((other) => other.stage.name === name);
  const post = stage && postOf(stage);
  // Whoever names the directory may have made what lies below it.
  const named = /^\/(?:var\/)?tmp\/[^/*?[]+/.exec(path)?.[0];
  if (stage === undefined || post === undefined || !isInHostTmp(path)) return false;
  const own = stage.scripts.some(({ script }) => script.type === "setup");
  const copied = stage.stage.sections.some(
    (section) =>
      isFilesSection(section, stage) && copiesIn(section, stage).some((copy) => isInHostTmp(copy.destination)),
  );
  return !own && !copied && named !== undefined && usesOf(named, post).length > 0;
}

/** Moves the file to /opt, with all that names it; only where each place that does is a plain word of `%post`. */
function moveToOpt({ sourceWord, destinationWord, source }: Copy, path: string, ctx: StageContext): Fix | undefined {
  const post = postOf(ctx);
  const runs = post?.flow.runs ?? [];
  if (runs.some(({ state }) => state.directory === undefined || isInHostTmp(state.directory))) return undefined;
  const words = [...new Set(post === undefined ? [] : usesOf(path, post).map(({ word }) => word))];
  const edits = words.flatMap((word) => moveWord(word, path) ?? []);
  const place = destinationWord === undefined ? undefined : moveDestination(destinationWord);
  const isAbsoluteSource = source.startsWith("/") || sourceWord.text.includes("{{");
  if (place === undefined || isAbsoluteSource || edits.length < words.length) return undefined;
  // A mention that is none of these words, in another section or a string, would be left behind.
  const mentioned = ctx.document.source.slice(ctx.stage).split(path).length - 1;
  if (mentioned !== edits.length + (destinationWord?.text.includes(path) ? 1 : 0)) return undefined;
  const all = [place, ...edits].sort((one, other) => one.start - other.start);
  return { title: "Copy it to /opt, and use it there", safety: "unsafe", changesStructure: true, edits: all };
}

function moveDestination({ start, end, text }: Text): Edit | undefined {
  const moved = text.replace(/^("?)\/(?:var\/)?tmp(?:\/|(?="?$))/, "$1/opt/");
  return moved === text || text.includes("{{") ? undefined : { start, end, text: moved };
}

function moveWord({ start, end, text, literal, templated }: Word, path: string): Edit | undefined {
  const at = text.indexOf(path);
  const tmp = /^\/(?:var\/)?tmp/.exec(path)?.[0] ?? "";
  if (!literal || templated || at === -1 || start + text.length !== end) return undefined;
  return { start: start + at, end: start + at + tmp.length, text: "/opt" };
}

/** What `%post` installs into the host's /tmp for the container's own scripts. */
function* checkPost(ctx: ScriptContext): Iterable<Draft> {
  if (!namesTmpAtRunTime(ctx.stage)) return;
  const told = new Set<string>();
  for (const { path, word } of installedInTmp(ctx)) {
    const [use] = usesAtRunTime(path, ctx.stage);
    if (use === undefined || [...told].some((known) => isAt(path, known))) continue;
    told.add(path);
    yield {
      range: word,
      message: `${path} does not get into the image: /tmp is the host's own here, and the container that wants it later sees the /tmp of its own host. Install to /opt.`,
      related: [{ message: "wanted here", range: use }],
    };
  }
}

export default defineRule({
  meta: {
    code: "DF202",
    name: "payload-in-tmp",
    summary: "Keep what the image needs out of /tmp and /var/tmp",
    why: `The host's \`/tmp\` and \`/var/tmp\` are mounted over the image's, in \`%post\` and whenever the container runs. What \`%files\` copies there is in the
image and cannot be seen: \`pip install -r /tmp/requirements.txt\` ends with \`No such file or directory\`. What \`%post\` puts there is left on
the build host and is not in the image, and \`%files from\` another stage does not find it. Use \`/opt\` for all that is to stay, and for what
\`%post\` needs from \`%files\`.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("lost"),
    since: "0.1.0",
    sources: [
      "apptainer/singularity#5514",
      "apptainer/singularity#2707",
      "Apptainer 1.4.5, run: %files to /tmp, then cat in %post: No such file or directory",
    ],
    supersedes: ["DF204", "DF602"],
  },
  on: { sections: ofTypes(["files"], checkFiles), post: (_script, ctx) => checkPost(ctx) },
});
