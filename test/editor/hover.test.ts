import { describe, expect, it } from "vitest";
import type { MarkupContent } from "vscode-languageserver";
import { AGENTS, HEADER_KEYS, SECTION_TYPES } from "#grammar/vocabulary.ts";
import { docs } from "../../src/docs/index.ts";
import { hoverAt } from "../../src/editor/hover.ts";
import { AGENT_WORDS } from "../../src/editor/words/agents.ts";
import { HEADER_KEY_WORDS } from "../../src/editor/words/header-keys.ts";
import { SECTION_WORDS } from "../../src/editor/words/sections.ts";
import { HEADER, openAt } from "./recipe.ts";

function hover(marked: string): string | undefined {
  const { recipe, offset } = openAt(marked);
  return (hoverAt(recipe, offset, docs)?.contents as MarkupContent | undefined)?.value;
}

describe("hover", () => {
  it("knows every word of the vocabulary", () => {
    expect(Object.keys(SECTION_WORDS)).toEqual(Object.keys(SECTION_TYPES));
    expect(Object.keys(HEADER_KEY_WORDS).sort()).toEqual([...HEADER_KEYS.keys()].sort());
    expect(Object.keys(AGENT_WORDS)).toEqual([...AGENTS.keys()]);
  });

  it("tells what a section is for, what runs it, and that Apptainer joins it with others", () => {
    expect(hover(`${HEADER}%po|st\n true\n`)).toContain("Runs in the container while it is built");
    expect(hover(`${HEADER}%po|st -c /bin/bash\n true\n`)).toContain("run by `/bin/bash`");
    expect(hover(`${HEADER}%po|st\n true\n%post\n true\n`)).toContain("joins the 2 sections");
    expect(hover(`${HEADER}%argum|ents\n A=1\n`)).toContain("Since Apptainer 1.2");
  });

  it("tells what a key and an agent are, and which version brought them", () => {
    expect(hover("Boot|strap: docker\nFrom: x\n")).toContain("starts a stage");
    expect(hover("Bootstrap: buildkit\nFrom: .\nFront|end: x\n")).toContain("Since Apptainer 1.5");
    expect(hover("Bootstrap: dn|f\nMirrorURL: x\n")).toContain("Since Apptainer 1.4");
    expect(hover("Bootstrap: debootst|rap\nMirrorURL: x\nOSVersion: y\n")).toContain("In the mode `suid-fakeroot` it");
  });

  it("tells what Apptainer reads of a value", () => {
    expect(hover("Bootstrap: docker\nFrom: ubu|ntu:24.04 # the newest\n")).toBe(
      "Apptainer reads: `ubuntu:24.04`\n\nThat is `docker.io/library/ubuntu:24.04`.",
    );
    const { recipe, offset } = openAt("Bootstrap: docker\nFrom: ubun|tu:{{ V }}\n\n%arguments\n V=24.04\n");
    expect((hoverAt(recipe, offset, docs)?.contents as MarkupContent | undefined)?.value).toContain("`ubuntu:24.04`");
    expect(hover("Bootstrap: docker\nFrom: al|pine:3\nFrom: ubuntu:24.04\n")).toContain("Line 3 says From again");
  });

  it("tells the value of a build argument and where it comes from", () => {
    const text = `${HEADER}%arguments\n  V=1.2\n%post\n  echo {{ V }} {{ W }}\n  true # {{ V }}\n`;
    const at = (nth: number, name: string) => {
      const offset = text.split("{{").slice(0, nth).join("{{").length + 3;
      expect(text.slice(offset).startsWith(name)).toBe(true);
      return hover(`${text.slice(0, offset)}|${text.slice(offset)}`);
    };
    expect(at(1, "V")).toContain("is `1.2`, the default in line 4.");
    expect(at(2, "W")).toContain("has no default in this stage");
    expect(at(3, "V")).toContain("takes for a comment");
  });

  it("tells why of a rule in a comment and of a finding", () => {
    const why = docs.find(({ code }) => code === "DF203")?.why.trim() ?? "";
    expect(why.length).toBeGreaterThan(40);
    expect(hover(`${HEADER}%post\n  # deflint-ignore-next-line DF2|03 -- x\n  rm -rf /tmp/*\n`)).toContain(why);
    expect(hover(`${HEADER}%post\n  # deflint-ignore-next-line SC20|86 -- x\n  echo $1\n`)).toContain("wiki/SC2086");
    expect(hover(`${HEADER}%post\n  # deflint-ignore-sec|tion DF203 -- x\n  rm -rf /tmp/*\n`)).toContain(
      "Leaves findings out",
    );
    expect(hover(`${HEADER}%post\n  rm -rf /tm|p/*\n`)).toContain(why);
  });

  it("says nothing of the shell's words", () => {
    expect(hover(`${HEADER}%post\n  ec|ho hello\n`)).toBeUndefined();
    expect(hover(`|\n${HEADER}`)).toBeUndefined();
  });
});
