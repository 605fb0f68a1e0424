import { expect, it } from "vitest";
import type { BuildStatistics } from "../../../src/build/progress/statistics.ts";
import { renderSummary } from "../../../src/build/progress/summary.ts";

const STATISTICS: BuildStatistics = {
  seconds: 83.2,
  phase: "done",
  phases: [
    { phase: "start", seconds: 0.2 },
    { phase: "fetch", seconds: 12.4 },
    { phase: "post", seconds: 62 },
    { phase: "assemble", seconds: 8.6 },
  ],
  peakMemoryBytes: 812 * 2 ** 20,
  peakTempBytes: 2.1 * 2 ** 30,
};

it("tells what a build took", () => {
  const image = { path: "out.sif", size: { bytes: 12 * 2 ** 20, isWhole: true } };
  expect(
    renderSummary({ image, statistics: STATISTICS, mended: "DF101, DF510 x2", log: "out.sif.deflint" }, undefined),
  ).toBe(`\
  image            out.sif, 12 MiB
  time             1 min 23 s: fetch 12 s, post 1 min 2 s, assemble 9 s
  memory           812 MiB at the most
  temporary space  2.1 GiB at the most
  mended           DF101, DF510 x2
  recipe and log   out.sif.deflint
`);
});

it("leaves out what is not known, wraps to the terminal and prints no control character", () => {
  const statistics = { ...STATISTICS, phases: [], seconds: 0.3, peakMemoryBytes: undefined, peakTempBytes: undefined };
  const image = { path: "\u001b]0;x\u0007.sif", size: { bytes: 1, isWhole: false } };
  const mended = Array.from({ length: 8 }, (_, at) => `DF10${at}`).join(", ");
  expect(renderSummary({ image, statistics, mended, log: undefined }, 40)).toBe(`\
  image   \\x1b]0;x\\x07.sif, at least 1 B
  time    0 s
  mended  DF100, DF101, DF102, DF103,
          DF104, DF105, DF106, DF107
`);
  expect(renderSummary({ image: undefined, statistics, mended: "", log: undefined }, 40)).toBe(`\
  time    0 s
  mended  nothing
`);
});
