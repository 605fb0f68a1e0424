/** Logs of real builds, in every mode: what is said of each, and that it is said of the same log in other clothes. */
import { describe, expect, test } from "vitest";
import { buildLogs, diagnoseText, type Expected, summaryOf } from "./logs.ts";

const LOGS = buildLogs();

describe("each log", () => {
  test.each(LOGS.map((log) => [log.name, log] as const))("%s", (_, { text, recipe, expected }) => {
    expect(summaryOf(diagnoseText(text, recipe))).toEqual(expected);
  });

  test("without its recipe has the same root, and no line", () => {
    const different = LOGS.filter(({ text, expected }) => {
      const { causes } = diagnoseText(text);
      return causes[0]?.cause !== expected.causes[0]?.cause || causes.some(({ line }) => line !== null);
    });
    // Where only the recipe says where something is written.
    expect(different.map(({ name }) => name)).toEqual(["dd-tmp-env-m3", "test-tmp-m3"]);
  });
});

const TAGS: Readonly<Record<string, number>> = { INFO: 34, WARNING: 33, ERROR: 31, FATAL: 31 };
const MUTATIONS: readonly (readonly [string, (text: string) => string])[] = [
  ["CRLF", (text) => text.replaceAll("\n", "\r\n")],
  [
    "colours",
    (text) =>
      text.replace(
        /^(INFO|WARNING|ERROR|FATAL):( *) /gm,
        (_, tag, pad) => `\u001b[${TAGS[tag]}m${tag}:${pad}\u001b[0m `,
      ),
  ],
  [
    "times before each line",
    (text) => stamp(text, (at) => `2026-11-22T20:31:${String(at % 60).padStart(2, "0")}.123Z `),
  ],
  ["a stage before each line", (text) => stamp(text, () => "[build] ")],
  ["task numbers before each line", (text) => stamp(text, () => "0: ")],
  ["a CI's prefix", (text) => stamp(text, (at) => `Nov 22 20:31:${String(at % 60).padStart(2, "0")} node12 ci[42]: `)],
  ["NUL bytes", (text) => text.replace(/\n/g, "\0\n")],
];

/** Keeps the text's last line without an end, as it is. */
function stamp(text: string, prefix: (at: number) => string): string {
  return text
    .split("\n")
    .map((line, at, all) => (at === all.length - 1 && line === "" ? line : prefix(at) + line))
    .join("\n");
}

describe("each log in other clothes", () => {
  test.each(MUTATIONS)("%s", (_, mutate) => {
    const different = LOGS.filter(({ text, recipe, expected }) => {
      const seen = summaryOf(diagnoseText(mutate(text), recipe));
      return JSON.stringify(seen) !== JSON.stringify(expected);
    });
    expect(different.map(({ name }) => name)).toEqual([]);
  });

  test("an earlier build before it says nothing", () => {
    const failed = LOGS.find(({ name }) => name === "rpm-m4")?.text ?? "";
    const shift = failed.split("\n").length - 1;
    const different = LOGS.filter(({ text }) => text.includes("Starting build...")).filter(
      ({ text, recipe, expected }) => {
        const seen = summaryOf(diagnoseText(failed + text, recipe));
        const moved: Expected = {
          ...expected,
          causes: expected.causes.map((cause) => ({ ...cause, evidence: cause.evidence + shift })),
        };
        return JSON.stringify(seen) !== JSON.stringify(moved);
      },
    );
    expect(different.map(({ name }) => name)).toEqual([]);
  });
});

/** Up to 30 places among so many lines, the last ones all. */
function cutsOf(lines: number): number[] {
  const step = Math.max(1, Math.ceil(lines / 15));
  return [...Array(Math.max(lines, 0)).keys()].filter((at) => at % step === 0 || at > lines - 15);
}

describe("a log cut", () => {
  test("anywhere at its head keeps the cause, and names no wrong line", () => {
    const wrong = LOGS.filter(({ expected }) => expected.phase === "post").flatMap(
      ({ name, text, recipe, expected }) => {
        const lines = text.split("\n");
        const first = Math.min(...expected.causes.map(({ evidence }) => evidence)) - 1;
        return cutsOf(first).flatMap((cut) => {
          const seen = diagnoseText(lines.slice(cut).join("\n"), recipe);
          const [cause] = seen.causes;
          const isSame = cause?.line === null || expected.causes.some(({ line }) => line === cause?.line);
          return isSame && seen.outcome === "failed"
            ? []
            : [`${name} from line ${cut + 1}: ${cause?.cause} at ${cause?.line}`];
        });
      },
    );
    expect(wrong).toEqual([]);
  });

  test("anywhere at its tail never calls it complete, and names no other cause", () => {
    const wrong = LOGS.filter(({ expected }) => expected.outcome === "failed").flatMap(
      ({ name, text, recipe, expected }) => {
        const lines = text.trimEnd().split("\n");
        return cutsOf(lines.length).flatMap((cut) => {
          const { outcome, causes } = diagnoseText(lines.slice(0, cut).join("\n"), recipe);
          const other = causes.filter(({ cause }) => !expected.causes.some((known) => known.cause === cause));
          return outcome !== "complete" && other.length === 0
            ? []
            : [`${name} to line ${cut}: ${outcome} ${other[0]?.cause}`];
        });
      },
    );
    expect(wrong).toEqual([]);
  });

  test("just before its FATAL still says what the last lines show", () => {
    const { text, recipe } = LOGS.find(({ name }) => name === "rpm-m4") as (typeof LOGS)[number];
    const cut = summaryOf(diagnoseText(text.slice(0, text.indexOf("FATAL:")), recipe));
    expect(cut.outcome).toBe("cut");
    expect(cut.causes.map(({ cause }) => cause)).toEqual(["account-files-mounted", "scriptlet-failed"]);
  });
});
