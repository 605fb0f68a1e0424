import { describe, expect, it } from "vitest";
import type { Finding, Fix, Safety } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { makeChoice, wantsShellCheck } from "../../src/config/choice.ts";
import { SELECTOR_NAMES } from "../../src/config/selectors.ts";
import { addWishes, NO_WISHES, type WishTable } from "../../src/config/wishes.ts";
import { FAMILIES } from "../../src/docs/families.ts";
import { EVERY_RULE } from "../../src/engine/choice.ts";

const wishesOf = (...layers: readonly WishTable[]) =>
  layers.reduce((wishes, layer, index) => addWishes(wishes, layer, `layer ${index}`), NO_WISHES);

const choiceOf = (...layers: readonly WishTable[]) => makeChoice(wishesOf(...layers));

function finding(code: string, more: Partial<Finding> = {}): Finding {
  return {
    source: code.startsWith("SC") ? "shellcheck" : "deflint",
    code,
    name: rules.find(({ meta }) => meta.code === code)?.meta.name ?? code,
    severity: "warning",
    confidence: "high",
    hygiene: false,
    message: "",
    range: { start: 0, end: 1 },
    modes: {},
    related: [],
    fix: undefined,
    ...more,
  };
}

const isKept = (code: string, hygiene: boolean, layers: readonly WishTable[]): boolean =>
  choiceOf(...layers).adjust(finding(code, { hygiene })) !== undefined;

describe("which rules are asked", () => {
  it("is all of them where nobody chooses", () => {
    expect(makeChoice(NO_WISHES)).toBe(EVERY_RULE);
    expect(wishesOf({}, {})).toBe(NO_WISHES);
    expect(choiceOf({ severity: { all: "error" } }).choose(rules)).toBe(rules);
  });

  it("is the same array each time", () => {
    const choice = choiceOf({ select: ["space"] });
    expect(choice.choose(rules)).toBe(choice.choose(rules));
    expect(choice.choose(rules).map(({ meta }) => meta.code)).toEqual(["DF201", "DF202", "DF203", "DF204", "DF205"]);
  });

  it.each<[WishTable, string, boolean]>([
    [{ select: ["DF2"] }, "DF201", true],
    [{ select: ["DF2"] }, "DF101", false],
    [{ select: ["space"] }, "DF205", true],
    [{ select: ["pip-fills-tmp"] }, "DF201", true],
    [{ select: ["df201"] }, "DF201", true],
    [{ select: [] }, "DF201", false],
    [{ ignore: ["all"] }, "DF201", false],
    [{ ignore: ["DF2"] }, "DF201", false],
    [{ ignore: ["DF2"] }, "DF301", true],
    // The more specific one wins, whichever it is.
    [{ select: ["all", "DF201"], ignore: ["DF2"] }, "DF201", true],
    [{ select: ["all", "DF201"], ignore: ["DF2"] }, "DF202", false],
    [{ select: ["DF2"], ignore: ["DF201"] }, "DF201", false],
    [{ select: ["DF8"], ignore: ["all"] }, "DF801", true],
    // Of two that are equally specific, ignore.
    [{ select: ["DF201"], ignore: ["pip-fills-tmp"] }, "DF201", false],
    [{ select: ["space"], ignore: ["DF2"] }, "DF201", false],
  ])("%j: %s %s", (layer, code, asked) => {
    expect(
      choiceOf(layer)
        .choose(rules)
        .some(({ meta }) => meta.code === code),
    ).toBe(asked);
    expect(isKept(code, false, [layer])).toBe(asked);
  });

  it.each<[WishTable, string, boolean, boolean]>([
    [{ ignore: ["hygiene"] }, "DF801", true, false],
    // A label that is required is no hygiene, though its rule is of that group.
    [{ ignore: ["hygiene"] }, "DF804", false, true],
    [{ select: ["hygiene"] }, "DF801", true, true],
    [{ select: ["hygiene"] }, "DF101", false, false],
    [{ select: ["all", "DF801"], ignore: ["hygiene"] }, "DF801", true, true],
    [{ select: ["DF8"], ignore: ["hygiene"] }, "DF801", true, true],
    [{ ignore: ["shellcheck"] }, "SC2086", false, false],
    [{ ignore: ["SC2086"] }, "SC2086", false, false],
    [{ ignore: ["SC2086"] }, "SC2164", false, true],
    [{ select: ["DF1"] }, "SC2086", false, false],
    [{ select: ["DF1", "SC2086"] }, "SC2086", false, true],
    [{ select: ["all", "SC2086"], ignore: ["shellcheck"] }, "SC2086", false, true],
    [{ select: ["all", "SC2086"], ignore: ["shellcheck"] }, "SC2164", false, false],
  ])("%j: a finding of %s, hygiene %s, is kept: %s", (layer, code, hygiene, kept) => {
    expect(isKept(code, hygiene, [layer])).toBe(kept);
  });

  it.each<[WishTable, boolean]>([
    [{}, true],
    [{ select: ["DF1"] }, false],
    [{ select: ["DF1", "SC2086"] }, true],
    [{ select: ["shellcheck"] }, true],
    [{ select: ["all"], ignore: ["shellcheck"] }, false],
    [{ select: ["all", "SC2086"], ignore: ["shellcheck"] }, true],
  ])("%j asks ShellCheck: %s", (layer, wanted) => expect(wantsShellCheck(wishesOf(layer))).toBe(wanted));
});

describe("layers", () => {
  it.each<[string, readonly WishTable[], string, boolean]>([
    ["a later select takes the place of an earlier one", [{ select: ["DF1"] }, { select: ["DF2"] }], "DF101", false],
    ["a later ignore adds", [{ ignore: ["DF1"] }, { ignore: ["DF2"] }], "DF101", false],
    ["an ignore survives a later select", [{ ignore: ["DF101"] }, { select: ["DF1"] }], "DF101", false],
    ["that does not name the same", [{ ignore: ["DF1"] }, { select: ["all"] }], "DF101", false],
    [
      "a select takes back an ignore of the same",
      [{ ignore: ["DF1"] }, { select: ["all", "fakeroot"] }],
      "DF101",
      true,
    ],
    ["and it may be ignored again", [{ ignore: ["DF1"] }, { select: ["DF1"] }, { ignore: ["DF1"] }], "DF101", false],
  ])("%s", (_what, layers, code, kept) => expect(isKept(code, false, layers)).toBe(kept));
});

describe("hygiene notes", () => {
  it.each<[WishTable, boolean]>([
    [{}, true],
    [{ select: ["all"] }, true],
    [{ select: ["upkeep"] }, true],
    [{ select: ["all", "hygiene"] }, false],
    [{ select: ["DF801"] }, false],
    [{ select: ["all", "unpinned-package"] }, false],
    [{ select: ["all", "DF802"] }, true],
  ])("%j leaves them notes: %s", (layer, hygiene) =>
    expect(choiceOf(layer).adjust(finding("DF801", { hygiene: true }))?.hygiene).toBe(hygiene),
  );
});

describe("severity", () => {
  it.each<[readonly WishTable[], string, string]>([
    [[{ severity: { DF201: "error" } }], "DF201", "error"],
    [[{ severity: { DF201: "error" } }], "DF202", "warning"],
    [[{ severity: { all: "info", space: "error" } }], "DF201", "error"],
    [[{ severity: { DF201: "info", space: "error" } }], "DF201", "info"],
    [[{ severity: { DF201: "info" } }, { severity: { "pip-fills-tmp": "error" } }], "DF201", "error"],
    [[{ severity: { DF201: "info" } }, { severity: { space: "error" } }], "DF201", "info"],
    [[{ severity: { shellcheck: "info" } }], "SC2086", "info"],
    [[{ severity: { shellcheck: "info", SC2086: "error" } }], "SC2086", "error"],
  ])("%j: %s is %s", (layers, code, severity) =>
    expect(choiceOf(...layers).adjust(finding(code))?.severity).toBe(severity),
  );

  it("leaves a finding as it is of which nothing is said", () => {
    const one = finding("DF201");
    expect(choiceOf({ severity: { DF202: "error" }, fix: { never: ["DF201"] } }).adjust(one)).toBe(one);
  });
});

describe("fixes", () => {
  const graded = (layers: readonly WishTable[], safety: Safety, safetyInBuild?: Safety): Fix | undefined => {
    const fix: Fix = { title: "", edits: [], safety, ...(safetyInBuild && { safetyInBuild }) };
    return choiceOf(...layers).adjust(finding("DF201", { fix }))?.fix;
  };

  it.each<[readonly WishTable[], Safety, Safety]>([
    [[{ fix: { promote: ["DF201"] } }], "unsafe", "safe"],
    [[{ fix: { promote: ["all"] } }], "manual", "manual"],
    [[{ fix: { demote: ["space"] } }], "safe", "unsafe"],
    [[{ fix: { demote: ["space"] } }], "manual", "manual"],
    [[{ fix: { never: ["DF201"] } }], "safe", "manual"],
    [[{ fix: { never: ["DF201"], promote: ["all"] } }], "unsafe", "manual"],
    [[{ fix: { never: ["all"], promote: ["DF201"] } }], "unsafe", "safe"],
    [[{ fix: { promote: ["DF201"], never: ["DF201"] } }], "unsafe", "manual"],
    [[{ fix: { never: ["DF201"] } }, { fix: { promote: ["pip-fills-tmp"] } }], "unsafe", "safe"],
    [[{ fix: { promote: ["DF202"] } }], "unsafe", "unsafe"],
  ])("%j: %s becomes %s", (layers, safety, wanted) => expect(graded(layers, safety)?.safety).toBe(wanted));

  it("are graded so in a build, too", () => {
    expect(graded([{ fix: { never: ["all"] } }], "unsafe", "safe")?.safetyInBuild).toBe("manual");
    expect(graded([{ fix: { demote: ["all"] } }], "unsafe", "safe")?.safetyInBuild).toBe("unsafe");
    expect(graded([{ fix: { promote: ["all"] } }], "unsafe", "manual")?.safetyInBuild).toBe("manual");
  });
});

describe("the words for rules", () => {
  it("are one each: no family has the name of a rule or a group", () => {
    expect(new Set(SELECTOR_NAMES).size).toBe(3 + 2 * FAMILIES.length + 2 * rules.length);
  });
});
