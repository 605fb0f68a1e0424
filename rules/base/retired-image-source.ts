import type { HeaderEntry } from "#grammar/ast.ts";
import { type Draft, defineRule, type Edit, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { type BaseReference, readBaseReference } from "../knowledge/images/base-references.ts";
import { isTemplated, namesIn } from "../knowledge/recipe/header-entries.ts";

function* check(ctx: StageContext): Iterable<Draft> {
  const reference = readBaseReference(ctx);
  if (reference?.agent === "shub") {
    yield {
      range: reference.bootstrap.value,
      message:
        "Singularity Hub was closed in April 2021. What is left is an archive that nobody can add to and that may lack this image: take it from where its authors publish it now, or build it from its own recipe.",
    };
  }
  if (reference?.agent === "library" && lacksLibrary(ctx)) {
    yield {
      range: reference.bootstrap.value,
      message: `Apptainer comes without a library to pull from, so unless somebody has set one up the build ends with "remote has no library client". ${cureFor(reference)}`,
      fix: takeFromDockerHub(reference),
    };
  }
}

/** SingularityCE has one by default, and a header can name its own. */
function lacksLibrary({ document: { target }, stage }: StageContext): boolean {
  return target.engine === "apptainer" && !namesIn(stage).has("library");
}

function cureFor(reference: BaseReference): string {
  const image = imageOnDockerHub(reference);
  return image === undefined
    ? "Add the key Library: https://library.sylabs.io, or take the image from another registry."
    : `Write Bootstrap: docker and From: ${image}.`;
}

/** The images that the library and Docker Hub both have as their official ones, under tags that mean the same. */
const OFFICIAL =
  /^(?:library\/(?:default\/)?)?((?:ubuntu|debian|alpine|busybox)(?::[a-z0-9.]+)?|centos(?::(?:6|7|8|latest))?)$/;

function imageOnDockerHub({ image }: BaseReference): string | undefined {
  return OFFICIAL.exec(image)?.[1];
}

function takeFromDockerHub(reference: BaseReference): Fix | undefined {
  const { bootstrap, from } = reference;
  const image = imageOnDockerHub(reference);
  if (image === undefined || isTemplated(bootstrap) || isTemplated(from)) return undefined;
  const edits = [replaceValue(bootstrap, "docker"), replaceValue(from, image)].sort((a, b) => a.start - b.start);
  if ([bootstrap, from].some(({ lines }) => lines.length !== 1)) return undefined;
  return { title: "Take the same image from Docker Hub", safety: "unsafe", changesStructure: true, edits };
}

function replaceValue({ value }: HeaderEntry, text: string): Edit {
  return { start: value.start, end: value.end, text };
}

export default defineRule({
  meta: {
    code: "DF305",
    name: "retired-image-source",
    summary: "Take the base from a registry that Apptainer can reach",
    why: `Apptainer, unlike SingularityCE, is set up without a container library: \`Bootstrap: library\` ends with \`remote has no library client\` unless somebody
has added one (\`apptainer remote add\`) or the header has a \`Library:\` key. Singularity Hub, behind \`Bootstrap: shub\`, was closed in April 2021; an archive
of its images is all there is. The official images of both are on Docker Hub under the same names: write \`Bootstrap: docker\`.`,
    severity: "warning",
    confidence: "medium",
    fix: "unsafe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      'Apptainer user guide, endpoint, "No default remote"',
      "apptainer/apptainer#1103",
      'singularityhub.github.io, "Singularity Hub is going read only", April 2021',
    ],
  },
  on: { stage: (_stage, ctx) => check(ctx) },
});
