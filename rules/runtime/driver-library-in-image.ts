import type { Section } from "#grammar/ast.ts";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { ofTypes, type ScriptContext, type StageContext } from "../document.ts";
import type { Transaction } from "../knowledge/package-managers/transactions.ts";
import { isDriverLibrary, isDriverLibraryPackage, isStubs } from "../knowledge/places/driver-libraries.ts";
import { entriesOf } from "../knowledge/places/search-paths.ts";
import { copiesFrom, copiesIn, isFilesSection } from "../knowledge/recipe/files-lines.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import { ENVIRONMENTS, settingsOf } from "../knowledge/recipe/run-time-scripts.ts";

const WHY = "With --nv it stands beside the host's, whose version alone fits the kernel module";

function* checkPackages({ action, packages }: Transaction, { stage }: ScriptContext): Iterable<Draft> {
  if (action !== "install" || !isFinalStage(stage)) return;
  for (const { value, word } of packages) {
    if (value === undefined || !isDriverLibraryPackage(value)) continue;
    yield {
      range: word,
      message: `${value} brings a copy of NVIDIA's driver library. ${WHY}. Leave it out: --nv brings both libraries and nvidia-smi.`,
    };
  }
}

/** Copies and links of the libraries that the script does not take away again. */
function* checkCopies(ctx: ScriptContext): Iterable<Draft> {
  if (!isFinalStage(ctx.stage)) return;
  const changes = ctx.flow.changes.map(({ change }) => change);
  const removed = new Set(changes.filter(({ how }) => how === "remove").map(({ path }) => path));
  for (const { path, word, from, how } of changes) {
    const file = isDriverLibrary(path) ? path : from;
    if (how === "remove" || from === undefined || file === undefined || !isDriverLibrary(file)) continue;
    if (removed.has(path) || /\/stubs\/|^\/(?:tmp|root)\//.test(path)) continue;
    const what = from.includes("/stubs/")
      ? "a stub that can do nothing, in the name of NVIDIA's driver library,"
      : "NVIDIA's driver library";
    yield {
      range: word,
      message: `This puts ${what} where programs load it from. ${WHY}. Link against the stub by -L, and leave loading to --nv.`,
    };
  }
}

function* checkFiles(section: Section, ctx: StageContext): Iterable<Draft> {
  if (!isFinalStage(ctx) || !isFilesSection(section, ctx) || copiesFrom(section, ctx)?.kind === "nowhere") return;
  for (const { source, sourceWord } of copiesIn(section, ctx)) {
    if (!isDriverLibrary(source) || source.includes("/stubs/")) continue;
    yield {
      range: sourceWord,
      message: `This copies NVIDIA's driver library into the image. ${WHY}. Leave it out: --nv brings it.`,
    };
  }
}

/** The stubs on the path of the loader, which takes them for the library. */
function* checkLoaderPath(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  if (!isFinalStage(ctx.stage)) return;
  for (const { name, value, word } of script.commands.flatMap(settingsOf)) {
    const stubs = name === "LD_LIBRARY_PATH" ? entriesOf(value).find(isStubs) : undefined;
    if (stubs === undefined || word === undefined) continue;
    yield {
      range: word,
      message: `${stubs} holds stubs for the linker, and here the loader finds them before the driver that --nv brings. Take it out of LD_LIBRARY_PATH.`,
    };
  }
}

export default defineRule({
  meta: {
    code: "DF609",
    name: "driver-library-in-image",
    summary: "Leave NVIDIA's driver libraries to the host",
    why: `\`libcuda.so\` and \`libnvidia-ml.so\` belong to the kernel module of the machine on which a program runs and must be of its version.
\`apptainer --nv\` brings the host's into the container. A copy in the image, from a package or copied there, may be loaded instead, and since Apptainer 1.5 the system's
directories come before those of \`--nv\`: \`Driver/library version mismatch\` or \`CUDA_ERROR_SYSTEM_DRIVER_MISMATCH\`. The stubs of the CUDA toolkit are for linking, and on
\`LD_LIBRARY_PATH\` they make a program believe that there is no GPU. Install the CUDA toolkit alone.`,
    severity: "warning",
    confidence: "medium",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer user guide, GPU support: --nv",
      "apptainer/apptainer#3346 (order of search since 1.5)",
      "NVIDIA, CUDA Compatibility",
    ],
  },
  on: {
    transaction: checkPackages,
    post: (_script, ctx) => checkCopies(ctx),
    sections: ofTypes(["files"], checkFiles),
    scripts: ofTypes(ENVIRONMENTS, checkLoaderPath),
  },
});
