/** Directories whose names the engine takes apart: it hands them to itself in bind specifications without quoting. */

/**
 * What is wrong with a directory as a place for the engine's own files, as a phrase, or undefined. %post is run with
 * `-B DIRECTORY/hosts:/etc/hosts` (internal/pkg/build/stage.go); run on Apptainer 1.4.5 in modes 3 and 4: commas and colons
 * end the build, spaces, quotes, backslashes and line ends do not.
 */
export function splitFlawOf(path: string): string | undefined {
  return /[:,]/.test(path) ? "has a comma or colon in its name, at which it would be split" : undefined;
}
