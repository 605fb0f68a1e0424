import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { fullNameOf, readBaseReference } from "../knowledge/images/base-references.ts";

/** Agents that bring an image from somewhere else. */
const REMOTE: ReadonlySet<string> = new Set(["docker", "oras", "library", "shub"]);

function* check(ctx: StageContext): Iterable<Draft> {
  const trusted = ctx.document.target.trustedRegistries;
  const reference = readBaseReference(ctx);
  if (trusted === undefined || reference === undefined || !REMOTE.has(reference.agent)) return;
  const name = fullNameOf(reference, ctx);
  if (trusted.some((prefix) => isBelow(name, prefix))) return;
  yield {
    range: reference.from.value,
    message: `${name} comes from none of the registries that are trusted here (${trusted.join(", ")}). Take the base from one of these.`,
  };
}

/** Whether an image's name begins with a prefix, at the end of a part of it: `quay.io` is no prefix of `quay.io.example.org/a`. */
function isBelow(name: string, prefix: string): boolean {
  const plain = prefix.replace(/^(?:docker|oras):\/\//, "");
  return name === plain || (name.startsWith(plain) && (plain.endsWith("/") || /^[/:@]/.test(name.slice(plain.length))));
}

export default defineRule({
  meta: {
    code: "DF307",
    name: "untrusted-source",
    summary: "Take bases only from the registries that are trusted",
    why: `Whoever publishes a base image decides what runs in every container that is built on it. Where it is said which registries are
trusted (by \`trusted-registries\` in \`deflint.toml\`; else this rule is silent), a base from any other one is an error.
An image without a registry comes from \`docker.io\`, an official one from \`docker.io/library/\`. Take the base from a trusted registry, or have it mirrored there.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    needs: "host",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["Apptainer, internal/pkg/build/sources/conveyorPacker_oci.go: how a reference gets its registry"],
  },
  on: { stage: (_stage, ctx) => check(ctx) },
});
