/** Recipes, paths and messages that break reports which are put together without care. */
import { join } from "node:path";
import { type SourceText, sourceFromBytes, sourceFromText } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import { describeTrouble, makeResult, type RunResult } from "../../src/engine/run.ts";
import { makeFinding } from "../findings.ts";

/** The working directory of all reports. */
export const CWD = "/work dir/100%";

/** What a report of a run is made with. */
export const OPTIONS = { color: false, columns: undefined, cwd: CWD, now: new Date("2026-11-22T10:20:30.400Z") };

const NASTY = "]]> <b>&amp; \"quoted\" 'single' % %25 {0} {{ X }} [text](http://x) \\ `tick` ::error::x é🚀";

const TEXTS: readonly SourceText[] = [
  sourceFromText(""),
  sourceFromText("\n"),
  sourceFromText("Bootstrap: docker\nFrom: x\n%post\n    echo 🚀🚀 dnf install é\n    no end"),
  sourceFromText("\ufeffBootstrap: docker\r\nFrom: 🚀x\r\n%post\r\n    echo 日本\r\n"),
  sourceFromText(`%post\n\u001b[31m\u0000\u202e\u0085\ufffe ${NASTY}\tx\rlone\n`),
  sourceFromBytes(Buffer.from([0x61, 0xff, 0xfe, 0x62, 0xc3, 0xa9, 0x0a, 0xed, 0xa0, 0x80, 0x63])),
];

const PATHS: readonly string[] = [
  "plain.def",
  "./dot/two words.def",
  "quo\"te's & <b> ]]>.def",
  "new\nline\r\ttab.def",
  "ünï🚀 日本.def",
  "esc\u001b[31m\u0007.def",
  "%41%2e 100%.def",
  "a:b,c=d;e#f?g.def",
  "-",
  "/outside/abs.def",
  "../up.def",
  join(CWD, "by absolute.def"),
];

/** A finding at every kind of place of each text: at its ends, over line ends, empty, of one half of a pair even. */
function findingsOf(source: SourceText): Finding[] {
  const { length } = source.text;
  const cuts = [...new Set([0, 1, 3, 9, Math.floor(length / 2), length - 2, length - 1, length])]
    .filter((at) => at >= 0 && at <= length)
    .sort((a, b) => a - b);
  const severities = ["error", "warning", "info"] as const;
  return cuts.flatMap((start, index) =>
    cuts.slice(index).map((end, further) =>
      makeFinding(start, end, {
        code: further === 1 ? "SC2086" : `DF10${index}`,
        name: further === 1 ? "SC2086" : "some-rule",
        source: further === 1 ? "shellcheck" : "deflint",
        severity: severities[further % 3] ?? "info",
        message: further % 2 === 0 ? NASTY : `plain \u001b[2J\u202e\n\nwith lines ${source.slice({ start, end })}`,
        related: further === 2 ? [{ message: NASTY, range: { start: 0, end: start } }] : [],
        ...(further < 3 && { fix: fixOf(start, end, further) }),
      }),
    ),
  );
}

function fixOf(start: number, end: number, kind: number) {
  const safety = (["safe", "unsafe", "manual"] as const)[kind] ?? "safe";
  const edits =
    end - start > 2
      ? [
          { start, end: start + 1, text: "" },
          { start: end - 1, end, text: `new\n🚀 ${NASTY}` },
        ]
      : [{ start, end, text: "    put\n" }];
  return { safety, title: `Mend ${NASTY}`, edits };
}

/** Every text under two paths at least, and files that could not be judged. */
export const hostileRun: RunResult = {
  target: { engine: "apptainer", mode: "suid-fakeroot", today: "2026-11-22" },
  files: [
    ...PATHS.map((path, index) => {
      const source = TEXTS[index % TEXTS.length] ?? sourceFromText("");
      return makeResult(path, source, { findings: findingsOf(source), suppressed: 0 }, { hygiene: true });
    }),
    // The same file by another name.
    makeResult(
      "dot/../plain.def",
      TEXTS[0] ?? sourceFromText(""),
      {
        findings: findingsOf(TEXTS[0] ?? sourceFromText("")),
        suppressed: 0,
      },
      { hygiene: true },
    ),
    makeResult("clean.def", sourceFromText("x\n"), { findings: [], suppressed: 0 }, { hygiene: true }),
    describeTrouble("gone\n.def", { kind: "unreadable", message: `does not exist ${NASTY}\u0000` }),
    describeTrouble("gone\n.def", { kind: "internal", message: "twice" }),
  ],
  hygieneShown: true,
};

/** Nothing at all. */
export const emptyRun: RunResult = { ...hostileRun, files: [] };

/** The judged files that have findings, each finding with its text. */
export const hostileFindings = hostileRun.files.flatMap(({ path, source, findings }) =>
  source === undefined ? [] : findings.map((finding) => ({ path, source, finding })),
);

/** The offset that a 1-based line and column stand for, the column in UTF-16; a byte order mark is no column. */
export function offsetOf(source: SourceText, line: number, column: number): number {
  const mark = line === 1 && source.text.startsWith("\ufeff") ? 1 : 0;
  const start = source.lineStarts[line - 1];
  if (start === undefined) throw new Error(`no line ${line}`);
  return start + mark + column - 1;
}

/** Where a finding starts and ends for those who do not see a byte order mark. */
export function visibleRange(source: SourceText, { start, end }: { readonly start: number; readonly end: number }) {
  const mark = source.text.startsWith("\ufeff") ? 1 : 0;
  return { start: Math.max(start, mark), end: Math.max(end, mark) };
}

/** A text with edits made. */
export function edit(text: string, edits: readonly { start: number; end: number; text: string }[]): string {
  return [...edits].reverse().reduce((old, one) => old.slice(0, one.start) + one.text + old.slice(one.end), text);
}
