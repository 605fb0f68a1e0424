/** Which files are taken for recipes by their names: in directories, by the pre-commit hooks, and in editors. */

/** Regular expressions, alike in JavaScript and Python, for a path with slashes or for its last part; and words for them. */
export const RECIPE_NAMES = {
  /** What a recipe's name has. */
  files: String.raw`(\.(def|singularity|apptainer)|(^|/)(Singularity|Apptainer)(\.[^/]*)?)$`,
  /** What it does not end in, in letters of either case: texts and scripts beside a recipe, and images. */
  exclude: String.raw`\.(md|txt|sh|py|sif|simg|img|sqsh|squashfs)$`,
  /** The first of them for a person. */
  shown: "*.def, *.apptainer, *.singularity, Apptainer, Apptainer.*, Singularity and Singularity.*",
} as const;

const FILES = new RegExp(RECIPE_NAMES.files);
const EXCLUDE = new RegExp(RECIPE_NAMES.exclude, "i");

/** Whether a file of this name, or with this path, is taken for a recipe where none is named. */
export function isRecipeName(path: string): boolean {
  return FILES.test(path) && !EXCLUDE.test(path);
}
