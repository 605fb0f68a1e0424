import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { rules } from "#rules/index.ts";
import { docs } from "../../src/docs/index.ts";
import { makeResult } from "../../src/engine/run.ts";
import { renderSarif } from "../../src/reporters/sarif.ts";
import { makeFinding } from "../findings.ts";
import { CWD, edit, emptyRun, hostileFindings, hostileRun, OPTIONS, offsetOf, visibleRange } from "./hostile.ts";
import schema from "./schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };

// None of the words that it uses changed their meaning since draft 4, for which Ajv has no check.
const { $schema: _draft, id: _id, ...draft7 } = schema;
const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
ajv.addFormat("uri", (text: string) => URL.canParse(text) && isReference(text));
ajv.addFormat("uri-reference", isReference);
ajv.addFormat("date-time", (text: string) => !Number.isNaN(Date.parse(text)));
const validate = ajv.compile(draft7);

/** Whether a text has only characters that an address may have (RFC 3986). */
function isReference(text: string): boolean {
  return /^(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-F]{2})*$/.test(text);
}

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface SarifResult {
  readonly message: { readonly text: string };
  readonly relatedLocations?: readonly { readonly message: { readonly text: string } }[];
  readonly fixes?: readonly { readonly description: { readonly text: string } }[];
}

function runOf(text: string) {
  const log = JSON.parse(text);
  expect(validate(log), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  return log.runs[0];
}

describe("renderSarif", () => {
  const run = runOf(renderSarif(hostileRun, OPTIONS));

  it("is refused by the schema where it is wrong", () => {
    const log = JSON.parse(renderSarif(hostileRun, OPTIONS));
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    expect(validate(log)).toBe(false);
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 1;
    log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = "two words";
    expect(validate(log)).toBe(false);
  });

  it("has every finding at its very place", () => {
    expect(run.results).toHaveLength(hostileFindings.length);
    for (const [index, { source, finding }] of hostileFindings.entries()) {
      const { region } = run.results[index].locations[0].physicalLocation;
      expect(rangeOf(source, region)).toEqual(visibleRange(source, finding.range));
      for (const [at, related] of finding.related.entries()) {
        const other = run.results[index].relatedLocations[at].physicalLocation.region;
        expect(rangeOf(source, other)).toEqual(visibleRange(source, related.range));
      }
    }
    expect(run.columnKind).toBe("utf16CodeUnits");
  });

  it("has fixes that do what deflint does, none that are for hands alone or for bytes that are no text", () => {
    let applied = 0;
    for (const [index, { source, finding }] of hostileFindings.entries()) {
      const fixes = run.results[index].fixes ?? [];
      const isTold = finding.fix !== undefined && finding.fix.safety !== "manual" && !source.hasInvalidUtf8;
      if (!isTold || (source.text.startsWith("\ufeff") && finding.fix?.edits[0]?.start === 0)) {
        expect(fixes).toEqual([]);
        continue;
      }
      const [{ artifactChanges }] = fixes;
      const edits = artifactChanges[0].replacements.map(
        ({ deletedRegion, insertedContent }: { deletedRegion: Region; insertedContent?: { text: string } }) => ({
          ...rangeOf(source, deletedRegion),
          text: insertedContent?.text ?? "",
        }),
      );
      expect(edit(source.text, edits)).toBe(edit(source.text, finding.fix?.edits ?? []));
      applied++;
    }
    expect(applied).toBeGreaterThan(50);
  });

  it("names files by addresses that lead back to them", () => {
    const uris = run.results.map(
      (result: { locations: [{ physicalLocation: { artifactLocation: { uri: string; uriBaseId?: string } } }] }) =>
        result.locations[0].physicalLocation.artifactLocation,
    );
    const paths = uris.map(({ uri, uriBaseId }: { uri: string; uriBaseId?: string }) => {
      if (uriBaseId === undefined) return decodeURIComponent(new URL(uri).pathname);
      expect(uriBaseId).toBe("%SRCROOT%");
      return decodeURIComponent(uri);
    });
    expect(new Set(paths)).toEqual(
      new Set([
        "plain.def",
        "dot/two words.def",
        "quo\"te's & <b> ]]>.def",
        "new\nline\r\ttab.def",
        "ünï🚀 日本.def",
        "esc\u001b[31m\u0007.def",
        "%41%2e 100%.def",
        "a:b,c=d;e#f?g.def",
        "-",
        "/outside/abs.def",
        "/work dir/up.def",
        "by absolute.def",
      ]),
    );
    expect(Object.keys(run.originalUriBaseIds)).toEqual(["%SRCROOT%"]);
    expect(JSON.stringify(run)).not.toContain(CWD);
  });

  it("knows findings again by fingerprints, no two alike", () => {
    const prints = run.results.map(
      (result: { partialFingerprints: object }) => Object.values(result.partialFingerprints)[0],
    );
    expect(new Set(prints).size).toBe(prints.length);
  });

  it("tells of what could not be judged", () => {
    const [invocation] = run.invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications).toHaveLength(2);
    expect(invocation.toolExecutionNotifications[1]).toEqual({
      level: "error",
      message: { text: "twice" },
      locations: [{ physicalLocation: { artifactLocation: { uri: "gone%0A.def", uriBaseId: "%SRCROOT%" } } }],
    });
    expect(runOf(renderSarif(emptyRun, OPTIONS)).invocations[0].executionSuccessful).toBe(true);
  });

  it("lets no recipe put links or escapes into a viewer", () => {
    const messages = run.results.flatMap((result: SarifResult) => [
      result.message,
      ...(result.relatedLocations ?? []).map(({ message }) => message),
      ...(result.fixes ?? []).map(({ description }) => description),
    ]);
    expect(messages.length).toBeGreaterThan(hostileFindings.length);
    for (const { text } of messages)
      expect(text).not.toMatch(/\]\(|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]|\p{Surrogate}/u);
  });

  it("documents each rule that found something, ShellCheck's by their page", () => {
    const findings = [
      ...rules.map(({ meta }) => makeFinding(0, 0, { code: meta.code, name: meta.name })),
      makeFinding(0, 0, { code: "SC2086", name: "SC2086", source: "shellcheck" }),
    ];
    const file = makeResult("x.def", sourceFromText(""), { findings, suppressed: 0 }, { hygiene: true });
    const { tool, results } = runOf(renderSarif({ ...hostileRun, files: [file] }, OPTIONS));
    const described = tool.driver.rules;
    expect(described).toHaveLength(docs.length + 1);
    for (const { ruleId, ruleIndex } of results) expect(described[ruleIndex].id).toBe(ruleId);
    const page = "https://www.shellcheck.net/wiki/SC2086";
    expect(described.at(-1)).toMatchObject({ id: "SC2086", helpUri: page });
    expect(described.at(-1).help.markdown).toContain(`[SC2086](${page})`);
    // GitHub refuses a rule without them.
    for (const rule of described)
      expect(rule).toMatchObject({
        shortDescription: { text: expect.any(String) },
        fullDescription: { text: expect.any(String) },
        help: { text: expect.any(String) },
      });
    for (const { id, help } of described.slice(0, -1)) {
      expect(help.markdown).toContain(docs.find(({ code }) => code === id)?.why);
      expect(help.text).not.toContain("`");
    }
  });
});

function rangeOf(source: (typeof hostileFindings)[number]["source"], region: Region) {
  return {
    start: offsetOf(source, region.startLine, region.startColumn),
    end: offsetOf(source, region.endLine, region.endColumn),
  };
}
