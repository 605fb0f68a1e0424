import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { type BaseReference, readBaseReference } from "../knowledge/images/base-references.ts";

function* check(ctx: StageContext): Iterable<Draft> {
  const reference = readBaseReference(ctx);
  if (reference === undefined || !isPulled(reference) || FROZEN.test(reference.image)) return;
  const tag = tagOf(reference.image);
  if (tag !== "" && !isLatest(tag)) return;
  const what = tag === "" ? "No tag means the tag latest, which" : `The tag ${tag}`;
  yield {
    range: reference.from.value,
    message: `${what} stands for another image with every release: the same recipe builds something else, or nothing, next year. Name a release, such as ${exampleOf(reference.image)}.`,
  };
}

/** Docker Hub's images of CentOS have not changed since 2021. */
const FROZEN = /^(?:(?:index\.)?docker\.io\/)?(?:library\/)?centos(?::latest)?$/;

function isPulled({ agent }: BaseReference): boolean {
  return agent === "docker" || agent === "oras" || agent === "library";
}

/** The tag of an image; a digest, which says more than any tag, counts as one. */
function tagOf(image: string): string {
  if (image.includes("@")) return "digest";
  return /:([^/:]+)$/.exec(image)?.[1] ?? "";
}

function isLatest(tag: string): boolean {
  return /(?:^|[-_.])latest(?:$|[-_.])/.test(tag);
}

const EXAMPLES: Readonly<Record<string, string>> = {
  ubuntu: "ubuntu:24.04",
  debian: "debian:12",
  fedora: "fedora:43",
  alpine: "alpine:3.22",
  rockylinux: "rockylinux/rockylinux:9.6",
  almalinux: "almalinux:9.6",
};

function exampleOf(image: string): string {
  const name = image.replace(/^.*\/|:.*$/g, "");
  return (Object.hasOwn(EXAMPLES, name) ? EXAMPLES[name] : undefined) ?? `${image.replace(/:[^/:]+$/, "")}:VERSION`;
}

export default defineRule({
  meta: {
    code: "DF304",
    name: "unpinned-base",
    summary: "Name the release of the base image",
    why: `An image without a tag, or with the tag \`latest\`, is another one with every release of its makers. A recipe that builds today then fails, or builds
something else, when it is built again: packages are renamed, Python moves on, glibc gets newer than the host's. Name a release (\`ubuntu:24.04\`), or the very
image by its digest (\`@sha256:...\`).`,
    severity: "info",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["Docker documentation, docker image pull: without a tag, latest is pulled"],
    group: "hygiene",
  },
  on: { stage: (_stage, ctx) => check(ctx) },
});
