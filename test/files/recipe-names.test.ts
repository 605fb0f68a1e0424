import { describe, expect, it } from "vitest";
import { isRecipeName } from "../../src/files/recipe-names.ts";

describe("isRecipeName", () => {
  it.each([
    "x.def",
    ".def",
    "größe.def",
    "x.singularity",
    "x.apptainer",
    "d/x.def",
    "Singularity",
    "Singularity.",
    "Singularity.a.b",
    "d/Singularity.gpu",
    "Apptainer",
    "/d/Apptainer.2024",
    "Singularity.d.def",
  ])("takes %s", (name) => expect(isRecipeName(name)).toBe(true));

  it.each([
    "x.DEF",
    "x.def.bak",
    "def",
    "singularity",
    "xSingularity",
    "Singularity-old",
    "Singularity.d/readme",
    "Singularity.md",
    "Apptainer.TXT",
    "Singularity.sh",
    "Apptainer.py",
    "Singularity.sif",
    "Singularity.SIF",
    "Singularity.v1.simg",
    "x.def.img",
  ])("leaves %s", (name) => expect(isRecipeName(name)).toBe(false));
});
