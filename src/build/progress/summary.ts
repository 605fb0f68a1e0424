/** What a build took, on a few lines for a person. */

import { formatBytes } from "../../reporters/format-bytes.ts";
import { printable } from "../../reporters/printable.ts";
import { wrapText } from "../../reporters/wrap-text.ts";
import { formatTime } from "./format-time.ts";
import type { ImageSize } from "./image-size.ts";
import type { BuildStatistics } from "./statistics.ts";

/** What there is to say at the end. */
export interface Summary {
  /** The image as the person named it, once it is in its place; undefined where the build did not end well. */
  readonly image: { readonly path: string; readonly size: ImageSize | undefined } | undefined;
  readonly statistics: BuildStatistics;
  /** "DF101, DF510 x2"; empty where nothing was mended. */
  readonly mended: string;
  /** Where recipe, log and report stand, as the person would write it; undefined where they could not be kept. */
  readonly log: string | undefined;
}

/** Phases that took less, in seconds, are left out. */
const LEAST = 1;

const INDENT = 2;
const DEFAULT_COLUMNS = 100;

/** Lines of names and values, each ended, safe to print. @param columns of the terminal; undefined where there is none */
export function renderSummary({ image, statistics, mended, log }: Summary, columns: number | undefined): string {
  const { seconds, phases, peakMemoryBytes, peakTempBytes } = statistics;
  const long = phases
    .filter((one) => one.seconds >= LEAST)
    .map((one) => `${one.phase} ${formatTime(one.seconds)}`)
    .join(", ");
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["image", image && `${image.path}${image.size === undefined ? "" : `, ${describeSize(image.size)}`}`],
    ["time", `${formatTime(seconds)}${long === "" ? "" : `: ${long}`}`],
    ["memory", peakMemoryBytes === undefined ? undefined : `${formatBytes(peakMemoryBytes)} at the most`],
    ["temporary space", peakTempBytes === undefined ? undefined : `${formatBytes(peakTempBytes)} at the most`],
    ["mended", mended === "" ? "nothing" : mended],
    ["recipe and log", log],
  ];
  const shown = rows.filter((row): row is [string, string] => row[1] !== undefined);
  const indent = INDENT + Math.max(...shown.map(([name]) => name.length)) + 2;
  return shown
    .flatMap(([name, value]) =>
      wrapText(printable(value, { oneLine: true }), (columns || DEFAULT_COLUMNS) - indent).map(
        (line, at) => `${" ".repeat(INDENT)}${at === 0 ? name : ""}`.padEnd(indent) + line,
      ),
    )
    .map((line) => `${line}\n`)
    .join("");
}

function describeSize({ bytes, isWhole }: ImageSize): string {
  return isWhole ? formatBytes(bytes) : `at least ${formatBytes(bytes)}`;
}
