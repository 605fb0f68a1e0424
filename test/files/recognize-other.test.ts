import { describe, expect, it } from "vitest";
import { recognizeOther } from "../../src/files/recognize-other.ts";

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  "module definition of Windows": [
    "LIBRARY fft\r\nEXPORTS\r\n    fft_plan @1\r\n",
    "; made by a tool\n\nEXPORTS\nfft_plan\n",
    "NAME solver\nDESCRIPTION 'A solver'\nSTACKSIZE 4096\n",
    "# from a template\nEXPORTS\n    a = b.c\n",
    "VERSION 2.1\nLIBRARY fft\n",
  ],
  "layout of a chip": ['# written by a router\nVERSION 5.8 ;\nDIVIDERCHAR "/" ;\nDESIGN adder ;\n', "DESIGN a ;\n"],
  "C macros": [
    "/* Colours. */\nCOLOUR (red)\n",
    "// Colours\n#ifndef COLOUR\n#endif\n",
    "DEF_COLOUR (RED, 1)\nDEF_COLOUR (BLUE, 2)\n",
    "# The colours.\nCOLOUR(RED, 1)\n",
    "#ifndef COLOUR\n#define COLOUR(name)\n#endif\nred\n",
  ],
  Modula: ["DEFINITION MODULE Stack;\nEND Stack.\n", "(* A stack. *)\nDEFINITION MODULE Stack;\n"],
  settings: ["# keys\n[General]\neditor = vi\n", "; keys\n[<<Copy>>]\nkey=c\n"],
  "XML or HTML": ['<?xml version="1.0"?>\n<a/>\n', "<!DOCTYPE html>\n", '<object name="x">\n</object>\n'],
  YAML: ["---\nname: x\n"],
  PostScript: ["%!PS-Adobe-3.0\n"],
  AutoGen: ["AutoGen Definitions options;\n"],
  linker: ["FFT_1.0 {\n  global: fft_plan;\n  local: *;\n};\n", "$mapfile_version 2\n"],
  Dockerfile: ["# An image\nFROM debian:12\nRUN apt-get update\n", "ARG V=12\nFROM debian:$V\nCMD ls\n"],
  "Visual Studio": ["Microsoft Visual Studio Solution File, Format Version 12.00\n"],
  "source code": [
    "using System.Text;\n",
    "-- a module file\nhelp([[x]])\n",
    "from os import path\n",
    '"""Doc."""\nclass A:\n    pass\n',
  ],
  TeX: ["%% A font\n%% post: x\n\\ProvidesFile{a.def}\n\\endinput\n", "% setup\n\\def\\a{b}\n"],
  script: ["#!/bin/sh\nexec run\n"],
  "plain text": ["Singularity\n===========\nHow to use it.\n"],
};

const HEADER = "Bootstrap: docker\nFrom: debian:12\n";

describe("recognizeOther", () => {
  const cases = Object.entries(OTHERS).flatMap(([kind, texts]) => texts.map((text) => [kind, text] as const));

  it.each(cases)("%s: %j", (kind, text) => {
    expect(recognizeOther(text)).toContain(kind);
    expect(recognizeOther(text)).toMatch(/^is .*, not a definition file$/);
  });

  it.each(cases.filter(([kind]) => kind !== "TeX"))("a trace of a recipe wins over %s: %j", (_, text) => {
    for (const trace of [HEADER, "bootstrap docker\n", " FROM : x\n", "%post\n", "  %%Post\n", "% post\n"])
      expect(recognizeOther(`${text}\n${trace}`)).toBeUndefined();
  });

  it.each([
    "",
    "\n\n",
    "# nothing yet\n",
    "#!/bin/sh\n# nothing yet\n",
    "#define the base here\n# and more\n",
    "#if you build on a cluster\n#include nothing\n",
    "\uFEFFBootstrap: docker\n",
    "\uFEFF%post\n",
    "Botstrap: docker\n",
    "BootStrap docker\nFrom debian\n",
    "OSVersion: 9\nInclude: dnf\n",
    "dnf install -y gcc\n",
    "build() {\n    make\n}\n",
    "[ -f x ] && true\n",
    "{{ header }}\n",
    '{"bootstrap": "docker"}\n',
    "FROM debian\n",
    "NAME=x\n",
    "<base image here>\n",
    "%post\n    cat > a.tex <<EOF\n\\def\\a{b}\nEOF\n",
    "\\ProvidesFile{a}\n%post\n",
    `${HEADER}%files\n    a.def\n%post\n    cat <<EOF\n\\NeedsTeXFormat{x}\nEOF\n`,
  ])("%j may be meant as a recipe", (text) => expect(recognizeOther(text)).toBeUndefined());

  it("takes time in proportion to the text", () => {
    const started = performance.now();
    for (const line of ["FROM x\n", "    \n", "# x\n", "#ifndef\n", "[a\n", "</a>  ", "%\n", "\\\n", "a\n===\n"])
      recognizeOther(line.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
